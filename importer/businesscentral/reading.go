package businesscentral

import (
	"context"
	"sync"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
)

// form is how a list of contacts is asked for.
type form int

const (
	selected form = iota // with $select of what is needed
	whole                // with all fields
	noList               // not at all
)

// reading is what was learned about lists of contacts on this connection. Nobody
// has measured that a contact's eTag is the same with $select, and in a list, as
// in an answer of its own (business-central.md, §9): a form of list counts as
// proven when one was, and is given up when two in a row were not.
type reading struct {
	*batching.Adaptive
	turn chan struct{} // held by the one list that is under way until the form is proven

	mu      sync.Mutex
	form    form
	proven  bool
	strikes int // contacts in a row whose eTag was another
}

func newReading(most int) *reading {
	return &reading{Adaptive: batching.NewAdaptive("reads of several contacts in one request", most), turn: make(chan struct{}, 1)}
}

// mostStrikes is how many other eTags in a row are not taken for changes that
// somebody made in the meantime.
const mostStrikes = 2

// begin returns the form to use. Until it is proven its user has the turn and
// gives it back by end.
func (r *reading) begin(ctx context.Context) (f form, proven bool, err error) {
	if f, proven := r.state(); proven {
		return f, true, nil
	}
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return 0, false, ctx.Err()
	}
	f, proven = r.state()
	if proven {
		<-r.turn
	}
	return f, proven, nil
}

func (r *reading) end() { <-r.turn }

func (r *reading) state() (form, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.form, r.proven
}

// compared takes note of a contact's two eTags. It tells whether the form is
// given up; then the next one takes its place, unproven.
func (r *reading) compared(same bool) (givenUp bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if same {
		r.proven, r.strikes = true, 0
		return false
	}
	if r.strikes++; r.strikes < mostStrikes {
		return false
	}
	r.strikes = 0
	r.form++
	return true
}

// mostCompared bounds the comparisons in one list: of contacts that others keep
// changing nothing can be learned.
const mostCompared = 5

// prove compares eTags of listed contacts with those in answers of their own,
// which it leaves as answers. It tells whether the list can't be used because its
// form is given up. Comparisons that bring no result are left to the next list.
func (c *Client) prove(ctx context.Context, l *list, f form, a []importer.Answer) (givenUp bool, err error) {
	compared := 0
	for _, place := range l.places {
		listed, ok := l.contact(place)
		if !ok || a[place].End != importer.NotSent {
			continue
		}
		if compared++; compared > mostCompared {
			break
		}
		if err := c.readAlone(ctx, l.ids[place], &a[place]); err != nil || a[place].End != importer.Confirmed {
			return false, err
		}
		switch alone := a[place].Contact; {
		case alone.ETag == listed.ETag:
			c.reading.compared(true)
			return false, nil
		case changed(listed, alone):
		case c.reading.compared(false):
			c.giveUpForm(f)
			return true, nil
		}
	}
	return false, nil
}

// changed tells that a contact's values are other ones.
func changed(listed, alone importer.Contact) bool {
	for _, v := range listed.Values {
		if alone.Text(v.Field) != v.Text {
			return true
		}
	}
	return false
}

func (c *Client) giveUpForm(f form) {
	if f == selected {
		c.config.Log.Warn("the service gives contacts another eTag with $select; it is not used again")
		return
	}
	c.reading.Stop()
	c.config.Log.Warn("the service gives contacts another eTag in lists; single reads from here on")
}
