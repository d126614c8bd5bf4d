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

// listSupport is what was learned about lists of contacts on this connection. Nobody
// has measured that a contact's eTag is the same with $select, and in a list, as
// in an answer of its own (business-central.md, §9): a form of list counts as
// proven when one was, and is given up when two in a row were not.
type listSupport struct {
	*batching.Adaptive
	probeLock chan struct{} // held by the one list that is under way until the form is proven

	mu         sync.Mutex
	form       listForm
	verified   bool
	mismatches int // contacts in a row whose eTag was another
}

func newListSupport(most int) *listSupport {
	return &listSupport{Adaptive: batching.NewAdaptive("reads of several contacts in one request", most), probeLock: make(chan struct{}, 1)}
}

// maxMismatches is how many other eTags in a row are not taken for changes that
// somebody made in the meantime.
const maxMismatches = 2

// acquireForm returns the form to use. Until it is proven its user has the turn and
// gives it back by releaseForm.
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

// record records a contact's two eTags. It reports whether the form is
// given up; then the next one takes its place, unproven.
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

// maxComparisons bounds the comparisons in one list: of contacts that others keep
// changing nothing can be learned.
const maxComparisons = 5

// verifyListETag compares eTags of listed contacts with those in answers of their own,
// which it leaves as answers. It reports whether the list can't be used because its
// form is given up. Comparisons that bring no result are left to the next list.
func (c *Client) verifyListETag(ctx context.Context, l *listResult, f listForm, a []importer.Answer) (givenUp bool, err error) {
	record := 0
	for _, index := range l.indexes {
		listed, ok := l.contact(index)
		if !ok || a[index].End != importer.NotSent {
			continue
		}
		if record++; record > maxComparisons {
			break
		}
		if err := c.readAlone(ctx, l.ids[index], &a[index]); err != nil || a[index].End != importer.Confirmed {
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

// changed reports whether a contact's values are other ones.
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
		c.config.Log.Warn("the service gives contacts another eTag with $select; it is not used again")
		return
	}
	c.listSupport.Stop()
	c.config.Log.Warn("the service gives contacts another eTag in lists; single reads from here on")
}
