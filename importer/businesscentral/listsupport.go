package businesscentral

import (
	"context"
	"sync"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
)

// listForm is how a list of contacts is asked for.
type listForm int

const (
	selected  listForm = iota // with $select of what is needed
	allFields                 // with all fields
	noList                    // not at all
)

// listSupport is what was learned about lists of contacts on this connection. No documentation
// says that a contact has the same eTag with $select and in a list as in a single read, so a
// form of list is verified by one equal eTag, and dropped after two different ones in a row.
type listSupport struct {
	*batching.Adaptive
	probeLock chan struct{} // held by the only list in flight until the form is verified

	mu         sync.Mutex
	form       listForm
	verified   bool
	mismatches int // contacts in a row whose eTag differed
}

func newListSupport(many string, most int) *listSupport {
	return &listSupport{Adaptive: batching.NewAdaptive("reads of several "+many+" in one request", most), probeLock: make(chan struct{}, 1)}
}

// maxMismatches is how many different eTags in a row are no longer explained by changes in
// the meantime.
const maxMismatches = 2

// acquireForm returns the form to use. Until the form is verified the caller holds the lock
// and must call releaseForm.
func (r *listSupport) acquireForm(ctx context.Context) (f listForm, verified bool, err error) {
	if f, verified := r.state(); verified {
		return f, true, nil
	}
	select {
	case r.probeLock <- struct{}{}:
	case <-ctx.Done():
		return 0, false, ctx.Err()
	}
	f, verified = r.state()
	if verified {
		<-r.probeLock
	}
	return f, verified, nil
}

func (r *listSupport) releaseForm() { <-r.probeLock }

func (r *listSupport) state() (listForm, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.form, r.verified
}

// record records whether a contact's two eTags were the same. It reports whether the form is
// dropped; then the next one takes its place, not yet verified.
func (r *listSupport) record(same bool) (givenUp bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if same {
		r.verified, r.mismatches = true, 0
		return false
	}
	if r.mismatches++; r.mismatches < maxMismatches {
		return false
	}
	r.mismatches = 0
	r.form++
	return true
}

// maxComparisons bounds the comparisons in one list: contacts that others keep changing teach
// nothing.
const maxComparisons = 5

// verifyListETag compares eTags of listed contacts with those of single reads, which it keeps
// as answers. It reports whether the form is dropped, so that the list can't be used. If the
// comparisons decide nothing, the next list is compared.
func (c *Client) verifyListETag(ctx context.Context, l *listResult, f listForm, a []importer.Response) (givenUp bool, err error) {
	record := 0
	for _, index := range l.indexes {
		listed, ok := l.contact(index)
		if !ok || a[index].Disposition != importer.NotSent {
			continue
		}
		if record++; record > maxComparisons {
			break
		}
		if err := c.readAlone(ctx, l.ids[index], &a[index]); err != nil || a[index].Disposition != importer.Confirmed {
			return false, err
		}
		switch alone := a[index].Contact; {
		case alone.ETag == listed.ETag:
			c.listSupport.record(true)
			return false, nil
		case changed(listed, alone):
		case c.listSupport.record(false):
			c.dropForm(f)
			return true, nil
		}
	}
	return false, nil
}

// changed reports whether a contact's values differ.
func changed(listed, alone importer.Contact) bool {
	for _, v := range listed.Values {
		if alone.Text(v.Field) != v.Text {
			return true
		}
	}
	return false
}

func (c *Client) dropForm(f listForm) {
	if f == selected {
		c.config.Log.Warn("with $select, the service sends other eTags of " + c.entity.Many + "; reading without it from here on")
		return
	}
	c.listSupport.Stop()
	c.config.Log.Warn("in lists, the service sends other eTags of " + c.entity.Many + "; single reads from here on")
}
