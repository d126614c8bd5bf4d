package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// mishap is what a fake service does to one operation.
type mishap int

const (
	fine      mishap = iota
	throttled        // 429: surely not done
	locked           // 409 that is no stale eTag
	lostFirst        // no answer, not done
	lostDone         // no answer, done
	lostLate         // no answer, done before the second operation that follows
	meddled          // another user changes the contact just before
	forbidden        // 403
)

// version is a state of a contact with who left it.
type version struct {
	values map[string]string
	by     int // seq of the row, or -1 for another user
	at     time.Time
	set    []string // the fields that whoever left it named
	lost   bool     // nobody was told
}

// cleared reports whether the service changed a field besides.
func (v version) cleared(field string) bool { return !slices.Contains(v.set, field) }

// fakeContacts is a service in memory with eTags. Every mishap is asked of a
// function, so that tests can script or draw them. It checks what it is sent.
type fakeContacts struct {
	set *entity.Entity // nil: every text is stored as it comes
	// validate, where set, changes values of a record besides those that are written.
	validate func(before, after map[string]string)
	journal  *fakeJournal
	latency  time.Duration
	mishap   func(op, id string, n int) mishap
	other    func(id string, n int) importer.Change // what the meddler sets
	stop     error                                  // returned by every call
	found    func(importer.Lookup, int) importer.Found

	mu       sync.Mutex
	history  map[string][]version
	late     map[string]func()
	lateIn   map[string]int
	ops      map[string]int
	given    map[string]bool // eTags given out, with the id
	underWay map[string]bool
	unheard  map[int]bool // rows that were not told of the end of a write
	reads    int
	writes   int
	problems []string
}

func newFakeContacts(journal *fakeJournal, ids ...string) *fakeContacts {
	f := &fakeContacts{
		journal: journal, mishap: func(string, string, int) mishap { return fine },
		other:   func(string, int) importer.Change { return importer.Change{Field: "email", After: "other"} },
		history: map[string][]version{}, late: map[string]func(){}, lateIn: map[string]int{}, ops: map[string]int{},
		given: map[string]bool{}, underWay: map[string]bool{}, unheard: map[int]bool{},
	}
	for _, id := range ids {
		f.history[id] = []version{{values: map[string]string{}, by: -1}}
	}
	return f
}

func (f *fakeContacts) complain(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

func (f *fakeContacts) now(id string) version { return f.history[id][len(f.history[id])-1] }

func (f *fakeContacts) tag(id string) importer.ETag {
	return importer.ETag(fmt.Sprintf("v%d", len(f.history[id])))
}

func (f *fakeContacts) apply(id string, changes []importer.Change, by int) {
	values := maps.Clone(f.now(id).values)
	for _, c := range changes {
		values[c.Field] = f.stored(c.Field, c.After)
	}
	if f.validate != nil {
		f.validate(f.now(id).values, values)
	}
	v := version{values: values, by: by, at: time.Now()}
	for _, c := range changes {
		if f.stored(c.Field, c.After) == values[c.Field] {
			v.set = append(v.set, c.Field)
		}
	}
	f.history[id] = append(f.history[id], v)
}

// stored is a value as Business Central keeps it.
func (f *fakeContacts) stored(field, text string) string {
	if f.set != nil && f.set.Find(field).Type == entity.Code {
		return strings.ToUpper(text)
	}
	return text
}

// begin counts an operation, lets what was late land, and draws the mishap.
func (f *fakeContacts) begin(op, id string) mishap {
	f.ops[id]++
	if land := f.late[id]; land != nil {
		if f.lateIn[id]--; f.lateIn[id] == 0 {
			land()
			delete(f.late, id)
		}
	}
	m := f.mishap(op, id, f.ops[id])
	if m == meddled && f.history[id] != nil {
		f.apply(id, []importer.Change{f.other(id, f.ops[id])}, -1)
	}
	return m
}

// landLate lets every write land that was lost on its way and can still land.
func (f *fakeContacts) landLate() {
	for id, land := range f.late {
		land()
		delete(f.late, id)
	}
}

func (f *fakeContacts) contact(id string) importer.Contact {
	c := importer.Contact{ID: id, ETag: f.tag(id)}
	for _, field := range slices.Sorted(maps.Keys(f.now(id).values)) {
		c.Values = append(c.Values, mapping.Value{Field: field, Text: f.now(id).values[field]})
	}
	f.given[id+string(c.ETag)] = true
	return c
}

func (f *fakeContacts) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	answers := make([]importer.Response, len(ids))
	if f.stop != nil || ctx.Err() != nil {
		return answers, f.stop
	}
	time.Sleep(f.latency)
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, id := range ids {
		f.reads++
		switch m := f.begin("read", id); {
		case m == throttled:
			answers[i] = importer.Response{Disposition: importer.NotDone, Fault: importer.Fault{HTTPStatus: 429, Code: "http_429"}}
		case m == lostFirst || m == lostDone || m == lostLate:
			answers[i] = importer.Response{Disposition: importer.Lost, Fault: importer.Fault{HTTPStatus: 503, Code: "http_503"}}
		case f.history[id] == nil:
			answers[i] = importer.Response{Disposition: importer.Missing, Fault: importer.Fault{HTTPStatus: 404, Code: "http_404"}}
		default:
			answers[i] = importer.Response{Disposition: importer.Confirmed, Contact: f.contact(id)}
		}
	}
	return answers, nil
}

func (f *fakeContacts) Write(ctx context.Context, intents []importer.Intent) ([]importer.Response, error) {
	answers := make([]importer.Response, len(intents))
	if f.stop != nil || ctx.Err() != nil {
		return answers, f.stop
	}
	f.mu.Lock()
	for _, in := range intents {
		f.check(in)
		f.underWay[in.ID] = true
	}
	f.mu.Unlock()
	time.Sleep(f.latency)
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, in := range intents {
		answers[i] = f.write(in)
		answers[i].Attempts = 1
		delete(f.underWay, in.ID)
	}
	return answers, nil
}

// check holds the promises that a service can see.
func (f *fakeContacts) check(in importer.Intent) {
	f.writes++
	switch {
	case f.underWay[in.ID]:
		f.complain("line %d: two writes of %s under way", in.Line, in.ID)
	case !f.journal.intended(in):
		f.complain("line %d: a write without an intent", in.Line)
	case !f.given[in.ID+string(in.ETag)]:
		f.complain("line %d: eTag %q was never read", in.Line, in.ETag)
	case len(in.Changes) == 0:
		f.complain("line %d: a write that changes nothing", in.Line)
	}
}

func (f *fakeContacts) write(in importer.Intent) importer.Response {
	m := f.begin("write", in.ID)
	isLost := m == lostFirst || m == lostDone || m == lostLate
	f.unheard[in.Seq] = f.unheard[in.Seq] || isLost || f.journal.isBroken()
	land := func() bool {
		ok := f.history[in.ID] != nil && f.tag(in.ID) == in.ETag
		if ok {
			f.apply(in.ID, in.Changes, in.Seq)
			f.history[in.ID][len(f.history[in.ID])-1].lost = isLost || f.journal.isBroken()
		}
		return ok
	}
	bad := slices.ContainsFunc(in.Changes, func(c importer.Change) bool { return c.After == "bad" })
	switch {
	case m == throttled:
		return importer.Response{Disposition: importer.NotDone, Fault: importer.Fault{HTTPStatus: 429, Code: "http_429"}}
	case m == locked:
		return importer.Response{Disposition: importer.NotDone, Fault: importer.Fault{HTTPStatus: 409, Code: "Internal_ServerError"}}
	case m == forbidden:
		return importer.Response{Disposition: importer.Refused, Fault: importer.Fault{HTTPStatus: 403, Code: "Authorization_RequestDenied"}}
	case f.history[in.ID] == nil:
		return importer.Response{Disposition: importer.Missing, Fault: importer.Fault{HTTPStatus: 404, Code: "http_404"}}
	case m == lostDone && !bad:
		land()
	case m == lostLate && !bad && f.late[in.ID] == nil:
		f.late[in.ID], f.lateIn[in.ID] = func() { land() }, 2
	}
	switch {
	case isLost:
		return importer.Response{Disposition: importer.Lost, Fault: importer.Fault{Code: "timeout"}}
	case bad:
		return importer.Response{Disposition: importer.Refused, Fault: importer.Fault{HTTPStatus: 400, Code: "Application_FieldValidationException"}}
	case !land():
		return importer.Response{Disposition: importer.Stale, Fault: importer.Fault{HTTPStatus: 409, Code: "Request_EntityChanged"}}
	}
	return importer.Response{Disposition: importer.Confirmed, Contact: f.contact(in.ID)}
}

func (f *fakeContacts) Find(ctx context.Context, lookups []importer.Lookup) ([]importer.Found, error) {
	time.Sleep(f.latency)
	found := make([]importer.Found, len(lookups))
	for i, l := range lookups {
		found[i] = importer.Found{Lookup: l}
		if f.stop == nil && ctx.Err() == nil {
			f.mu.Lock()
			f.ops[l.Key]++
			found[i] = f.found(l, f.ops[l.Key])
			f.mu.Unlock()
		}
	}
	return found, f.stop
}

// fakeProgress counts rows as they end.
type fakeProgress struct{ ended []int }

func (p *fakeProgress) Found(int) {}

func (p *fakeProgress) Ended(outcomes []importer.Outcome, _ time.Duration) {
	for _, o := range outcomes {
		p.ended = append(p.ended, o.Seq)
	}
}
