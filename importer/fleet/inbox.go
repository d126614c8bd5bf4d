package fleet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
	"bcimport/importer/news"
	"bcimport/importer/notify"
	"bcimport/importer/objects"
	"bcimport/importer/runs"
	"bcimport/importer/yamlfile"
)

// Inboxes submits the files that are dropped into the inboxes of a store. Looks by several
// processes at once submit each file once.
type Inboxes struct {
	File      *File
	Submitter *Submitter
	// Dispatch has a run begin; it may be called again for one that was dispatched.
	Dispatch func(ctx context.Context, s Spec) error
	// News tells people of files that are missing or left; nil tells nobody.
	News func(ctx context.Context, target string, e notify.Event) error
	// ExitCode and Words are for news.
	ExitCode func(importer.EndKind) int
	Words    importer.Words
	By       string
	Now      func() time.Time
}

// Standing is the state of an inbox after a look.
type Standing struct {
	Waiting   int             `json:"waiting"`   // files that may not be complete yet
	Submitted int             `json:"submitted"` // by this look
	Left      int             `json:"left"`      // what no pattern takes, or can't be submitted
	Missing   map[string]bool `json:"missing"`   // by pattern of expected files
	// NewlyLeft and NewlyMissing count those of which this look was the first to tell.
	NewlyLeft    int `json:"newly_left"`
	NewlyMissing int `json:"newly_missing"`
}

// The stages of a dropped file that has left its inbox.
const (
	doneIn   = "done"
	failedIn = "failed"
)

// memory is what a look at an inbox must know of those before.
type memory struct {
	dropfolder.StabilityTracker
	Deliveries map[string]dropfolder.Deliveries `json:"deliveries"` // by pattern
	Alarmed    map[string]time.Time             `json:"alarmed"`    // by pattern: the last deadline that people know was missed
	Ignored    map[string]bool                  `json:"ignored"`    // files left in place that people know of
	Waiting    int                              `json:"waiting,omitempty"`
	Problems   []Problem                        `json:"problems,omitempty"`
}

// Problem is something in an inbox that somebody has to see to.
type Problem struct {
	// Name is that of a file, or the pattern of those that are missing.
	Name    string `json:"name"`
	Missing bool   `json:"missing,omitempty"`
	// Words say what is wrong, and quote no file.
	Words string `json:"words"`
}

// LastLook is what the last look at an inbox found.
type LastLook struct {
	At       time.Time
	Waiting  int // files that may not be complete yet
	Problems []Problem
}

// ReadLastLook reads what the last look at an inbox found, of the prefix below inbox/.
// Nobody has looked yet where the error is fs.ErrNotExist.
func ReadLastLook(ctx context.Context, o Objects, inbox string) (LastLook, error) {
	var m memory
	err := get(ctx, o, memoryOf(inbox), &m)
	return LastLook{At: m.Looked, Waiting: m.Waiting, Problems: m.Problems}, err
}

func memoryOf(inbox string) string { return path.Join("inboxes", inbox, "memory.json") }

// claimOf is the claim of a dropped object: whoever creates it, submits that.
func claimOf(inbox string, o objects.Object) string {
	return path.Join("inboxes", inbox, "claims", digest(o.Name, o.Version, o.Modified.UTC().Format(time.RFC3339Nano)))
}

func alarmOf(inbox, pattern string, deadline time.Time) string {
	return path.Join("inboxes", inbox, "alarms", deadline.UTC().Format("20060102T150405")+"-"+digest(pattern)[:16])
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// claim says which run a dropped object became.
type claim struct {
	Run  string    `json:"run"`
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// claiming is how long whoever has claimed an object has to submit it.
const claiming = time.Minute

// Look looks at the inboxes once, and submits what is complete. What of one inbox fails
// does not keep the others from being looked at; the error joins all of it.
func (i *Inboxes) Look(ctx context.Context) (map[string]Standing, error) {
	standings := map[string]Standing{}
	var errs []error
	for _, target := range slices.Sorted(maps.Keys(i.File.Targets)) {
		standing, err := i.LookAt(ctx, target)
		standings[target], errs = standing, append(errs, err)
	}
	return standings, errors.Join(errs...)
}

// LookAt looks at the inbox of one target. Of several callers each may look at another one.
func (i *Inboxes) LookAt(ctx context.Context, target string) (Standing, error) {
	inbox := i.File.Targets[target]
	if inbox == nil {
		return Standing{}, importer.Invalidf("the fleet file has no target %q", target)
	}
	l := &look{Inboxes: i, target: target, inbox: inbox, now: i.Now()}
	if err := l.look(ctx); err != nil {
		return l.standing, fmt.Errorf("inbox of %s: %w", target, err)
	}
	return l.standing, nil
}

// look is a look at one inbox.
type look struct {
	*Inboxes
	target string
	inbox  *Inbox
	now    time.Time

	memory   memory
	objects  map[string]objects.Object // by name in the inbox
	pending  map[string]bool           // patterns of which a file has just come and may not be complete
	problems []Problem
	standing Standing
}

func (l *look) look(ctx context.Context) error {
	if err := l.remember(ctx); err != nil {
		return err
	}
	if err := l.list(ctx); err != nil {
		return err
	}
	ready := l.complete(ctx)
	if err := l.keep(ctx); err != nil { // when they came, before they are gone
		return err
	}
	var errs []error
	for _, name := range ready {
		if err := l.take(ctx, name); err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, l.expect(ctx))
	l.memory.Waiting, l.memory.Problems = l.standing.Waiting, l.problems
	return errors.Join(append(errs, l.keep(ctx))...)
}

// remember reads what the looks before have left.
func (l *look) remember(ctx context.Context) error {
	err := get(ctx, l.Submitter.Objects, memoryOf(l.inbox.Inbox), &l.memory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	m := &l.memory
	if m.Looked.IsZero() || m.Looked.After(l.now) {
		m.Looked = l.now
	}
	if m.Deliveries == nil {
		m.Deliveries = map[string]dropfolder.Deliveries{}
	}
	if m.Alarmed == nil {
		m.Alarmed = map[string]time.Time{}
	}
	if m.Ignored == nil {
		m.Ignored = map[string]bool{}
	}
	for _, e := range l.inbox.Files {
		if _, known := m.Deliveries[e.Pattern]; !known {
			m.Deliveries[e.Pattern] = dropfolder.Deliveries{Since: l.now}
		}
	}
	return nil
}

func (l *look) keep(ctx context.Context) error {
	return put(ctx, memoryOf(l.inbox.Inbox), l.memory, l.Submitter.Objects.Put)
}

// list lists what lies in the inbox, and takes note of it.
func (l *look) list(ctx context.Context) error {
	below := "inbox/" + l.inbox.Inbox + "/"
	l.objects = map[string]objects.Object{}
	var files []dropfolder.Entry
	for o, err := range l.Submitter.Objects.List(ctx, below) {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(o.Name, below)
		stage, _, _ := strings.Cut(name, "/")
		if name == "" || stage == doneIn && name != doneIn || stage == failedIn && name != failedIn || dropfolder.Temporary(path.Base(name)) {
			continue
		}
		l.objects[name] = o
		files = append(files, dropfolder.Entry{Name: name, Size: o.Size, ModTime: o.Modified, Version: o.Version})
	}
	l.memory.Observe(files, l.now)
	maps.DeleteFunc(l.memory.Ignored, func(name string, _ bool) bool { _, there := l.objects[name]; return !there })
	return nil
}

// complete returns the files that are complete and that a pattern takes, the oldest first.
func (l *look) complete(ctx context.Context) []string {
	l.pending = map[string]bool{}
	var ready []string
	for _, name := range slices.Sorted(maps.Keys(l.objects)) {
		settled := l.memory.UnchangedFor(name, l.now) >= l.File.stable
		if of, isMarker := strings.CutSuffix(name, l.File.Marker); isMarker && l.File.Marker != "" {
			if _, there := l.objects[of]; !there {
				l.left(ctx, name, "is a marker without its file", settled)
			}
			continue
		}
		entry := l.inbox.entryOf(name)
		switch {
		case strings.Contains(name, "/"):
			l.left(ctx, name, "is in a folder of the inbox, and was left in place", settled)
			continue
		case entry == nil:
			l.left(ctx, name, "matches no pattern and was left in place", settled)
			continue
		case !l.isComplete(name, settled):
			l.standing.Waiting++
			if l.memory.KnownFor(name, l.now) < 3*l.File.stable {
				l.pending[entry.Pattern] = true
			}
			continue
		}
		d := l.memory.Deliveries[entry.Pattern]
		d.Came(entry.Expected, l.memory.Arrived(name).In(entry.location))
		l.memory.Deliveries[entry.Pattern] = d
		ready = append(ready, name)
	}
	slices.SortStableFunc(ready, func(a, b string) int { return l.objects[a].Modified.Compare(l.objects[b].Modified) })
	return ready
}

// isComplete tells a file that its writer has finished with. A marker that was there as it
// is before its file came is that of an earlier one.
func (l *look) isComplete(name string, settled bool) bool {
	if marker := name + l.File.Marker; l.File.Marker != "" {
		return l.memory.Has(marker) && l.memory.UnchangedFor(marker, l.now) <= l.memory.KnownFor(name, l.now)
	}
	return settled
}

// take submits a file, has its run begin, and removes it from the inbox. Whatever of that an
// earlier look has done is not done again.
func (l *look) take(ctx context.Context, name string) error {
	store, o, entry := l.Submitter.Objects, l.objects[name], l.inbox.entryOf(name)
	own := claim{Run: NewID(l.target, l.now), Name: name, At: l.now}
	claimed := claimOf(l.inbox.Inbox, o)
	err := put(ctx, claimed, own, store.Create)
	if errors.Is(err, objects.ErrExists) {
		own, err = l.claimed(ctx, claimed)
	}
	if err != nil || own.Run == "" {
		return err
	}
	spec, err := l.submit(ctx, o, own.Run, entry)
	switch {
	case errors.Is(err, errOtherContent), errors.Is(err, fs.ErrNotExist):
		return store.Delete(ctx, claimed) // it has changed, or is gone: the next look sees what there is
	case importer.KindOf(err) == importer.KindInvalid:
		l.left(ctx, name, "can't be submitted: "+news.ReasonWords(err, "", l.Words), true)
		return errors.Join(err, store.Delete(ctx, claimed))
	case err != nil: // its words may be of a store or of a service
		words := "can't be submitted yet; the program's messages say why"
		if reason, _ := reasonOf(err); reason != "" && reason != Failure {
			words = "can't be submitted yet: " + reason.Words()
		}
		l.left(ctx, name, words, true)
		return errors.Join(err, store.Delete(ctx, claimed))
	}
	if err := l.Dispatch(ctx, spec); err != nil {
		return fmt.Errorf("dispatch run %s: %w", spec.ID, err)
	}
	l.standing.Submitted++
	if err := l.remove(ctx, name); err != nil {
		return err
	}
	return store.Delete(ctx, claimed)
}

// claimed is the claim of another look: empty while that may still be at it.
func (l *look) claimed(ctx context.Context, name string) (claim, error) {
	var c claim
	err := get(ctx, l.Submitter.Objects, name, &c)
	if errors.Is(err, fs.ErrNotExist) { // it is over, and the file gone
		return claim{}, nil
	}
	if err != nil || l.now.Sub(c.At) < claiming {
		return claim{}, err
	}
	return c, nil
}

// submit submits a file as its entry says. The mapping is read anew: it may have changed.
func (l *look) submit(ctx context.Context, o objects.Object, run string, e *Entry) (Spec, error) {
	spec := e.Spec
	var err error
	if _, spec.Mapping, err = runs.ReadMapping(e.Mapping, yamlfile.ReadSmall); err != nil {
		return Spec{}, importer.Invalidf("%w", err)
	}
	return l.Submitter.Submit(ctx, Submission{
		ID: run, Target: l.target, Object: o.Name, Version: o.Version, Spec: spec, Priority: *e.Priority, Yes: e.Yes, By: l.By,
		Dropped: &Dropped{Inbox: l.inbox.Inbox, SetAside: l.File.Repeat == repeatSetAside},
	})
}

// remove removes a file that was submitted, with its marker, unless there is another one of
// its name by now. Stores have no deletion of one version alone: whoever overwrites a file
// between that look and the deletion loses what he writes, so that names should be new ones.
func (l *look) remove(ctx context.Context, name string) error {
	store, before := l.Submitter.Objects, l.objects[name]
	for o, err := range store.List(ctx, before.Name) {
		if err != nil {
			return err
		}
		if o.Name != before.Name {
			break
		}
		if o.Version == before.Version && o.Modified.Equal(before.Modified) {
			if err := store.Delete(ctx, o.Name); err != nil {
				return err
			}
		}
		break
	}
	l.memory.Forget(name)
	if l.File.Marker == "" {
		return nil
	}
	l.memory.Forget(name + l.File.Marker)
	return store.Delete(ctx, before.Name+l.File.Marker)
}

// mostIgnored is of how many files that lie where they should not people are told one by one.
const mostIgnored = 20

// left takes note of a file that stays in place and, once it no longer changes, tells people.
func (l *look) left(ctx context.Context, name, words string, settled bool) {
	l.standing.Left++
	if settled && len(l.problems) < mostIgnored {
		l.problems = append(l.problems, Problem{Name: name, Words: words})
	}
	if !settled || l.memory.Ignored[name] || l.News == nil {
		return
	}
	switch n := len(l.memory.Ignored) + 1; {
	case n > mostIgnored:
		l.memory.Ignored[name] = true
		l.standing.NewlyLeft++
		return
	case n == mostIgnored:
		words += "; no more such files are reported until some of them are removed"
	}
	if l.News(ctx, l.target, notify.Event{Kind: notify.Failure, File: name, Code: l.ExitCode(importer.EndIncomplete), Message: words, At: l.now}) == nil {
		l.memory.Ignored[name] = true
		l.standing.NewlyLeft++
	}
}

// expect raises the alarm for files that did not come, once for each deadline.
func (l *look) expect(ctx context.Context) error {
	var errs []error
	l.standing.Missing = map[string]bool{}
	for _, e := range l.inbox.Files {
		if e.Expected == nil {
			continue
		}
		deadline, missed := l.memory.Deliveries[e.Pattern].Missed(e.Expected, l.now.In(e.location))
		missed = missed && !l.pending[e.Pattern]
		l.standing.Missing[e.Pattern] = missed
		words := "did not arrive by " + deadline.Format("2006-01-02 15:04 MST")
		if missed {
			l.problems = append(l.problems, Problem{Name: e.Pattern, Missing: true, Words: words})
		}
		if !missed || l.memory.Alarmed[e.Pattern].Equal(deadline) || l.News == nil {
			continue
		}
		done, err := once(ctx, l.Submitter.Objects, alarmOf(l.inbox.Inbox, e.Pattern, deadline), l.now, telling, func() error {
			err := l.News(ctx, l.target, notify.Event{
				Kind: notify.Missing, File: e.Pattern, Code: l.ExitCode(importer.EndIncomplete), At: l.now,
				Message: words,
			})
			if err == nil {
				l.standing.NewlyMissing++
			}
			return err
		})
		if done {
			l.memory.Alarmed[e.Pattern] = deadline
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
