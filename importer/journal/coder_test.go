package journal

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
)

// log is a log in memory.
type log struct {
	coder   *Coder
	view    *View
	entries [][]byte
}

func newLog(t testing.TB, entries ...[]byte) *log {
	coder, err := NewCoder()
	must(t, err)
	l := &log{coder: coder, entries: entries}
	l.view = NewView(coder, int64(len(entries)), func(place int64) ([]byte, error) { return l.entries[place-1], nil })
	return l
}

func (l *log) add(t testing.TB, e Entry, err error) {
	t.Helper()
	must(t, err)
	data, err := l.coder.Encode(e)
	must(t, err)
	l.entries = append(l.entries, data)
	l.view.Add(e)
}

func (l *log) intend(t testing.TB, intents ...importer.Intent) {
	e, err := l.view.Intend(l.view.Last()+1, intents)
	l.add(t, e, err)
}

func (l *log) record(t testing.TB, outcomes ...importer.Outcome) {
	e, err := l.view.Record(l.view.Last()+1, outcomes)
	l.add(t, e, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

func intent(seq int) importer.Intent {
	return importer.Intent{
		Seq: seq, Line: seq + 2, Key: "K", ID: string(rune('a' + seq%26)), Attempt: 1, ETag: "1", At: noon(), Raw: []byte("raw"),
		Changes: []importer.Change{{Field: "email", Before: "old", After: "new"}},
	}
}

func updated(seq int) importer.Outcome {
	in := intent(seq)
	return importer.Outcome{
		Seq: seq, Line: in.Line, Key: in.Key, ID: in.ID, Status: importer.Updated, HTTPStatus: 200, Changes: in.Changes, Attempts: 1,
		ETagBefore: in.ETag, ETagAfter: "2", FinishedAt: noon(),
	}
}

// someLog has an entry of every kind.
func someLog(t testing.TB) *log {
	l := newLog(t)
	e, err := Value(1, Given, importer.About{Run: "r"})
	l.add(t, e, err)
	l.add(t, PutBack(2, []importer.Entry{{Row: importer.Row{Line: 2}}}), nil)
	l.intend(t, intent(0), intent(1), intent(3))
	conflict := updated(3)
	conflict.Status, conflict.Raw, conflict.Blames = importer.Conflicted, []byte("\xfcraw"), []string{"email"}
	l.record(t, updated(1), updated(0), conflict)
	again := intent(3)
	again.Attempt, again.Applied = 2, again.Changes
	l.intend(t, again, intent(9))
	return l
}

func TestRecord_RepeatsNothingOfWhatWentAsIntended(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	l.intend(t, intent(0))
	l.record(t, updated(0))
	e, err := l.coder.Decode(2, l.entries[1])
	must(t, err)
	c := e.groups[0]
	if !c.AsIntended || c.Changes != nil || len(c.Key)+len(c.ID)+len(c.ETag)+len(c.Line)+len(c.Raw)+len(c.Attempts)+len(c.Status) > 0 {
		t.Errorf("the outcome holds %+v", c)
	}
}

func TestIndex_IsTheSameWhetherKeptOrMade(t *testing.T) {
	t.Parallel()
	kept := someLog(t)
	made := newLog(t, kept.entries...)
	a, err := kept.view.Unfinished(0, 12)
	must(t, err)
	b, err := made.view.Unfinished(0, 12)
	must(t, err)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("kept %+v\nmade %+v", a, b)
	}
	for seq := range 12 {
		x, y := kept.view.index.of(seq), made.view.index.of(seq)
		if x.ref != y.ref || x.status != y.status || x.changed != y.changed || (x.mark == 0) != (y.mark == 0) {
			t.Errorf("row %d: kept %+v, made %+v", seq, x, y)
		}
	}
}

func TestDecode_TellsWhatIsDamaged(t *testing.T) {
	t.Parallel()
	l := someLog(t)
	for place, entry := range l.entries {
		for at := range entry {
			damaged := slices.Clone(entry)
			damaged[at] ^= 0x10
			if e, err := l.coder.Decode(int64(place+1), damaged); err == nil {
				if again, _ := l.coder.Encode(*e); !bytes.Equal(again, entry) {
					t.Errorf("entry %d with byte %d changed was read as %+v", place+1, at, e)
				}
			} else if !errors.Is(err, importer.ErrDamaged) {
				t.Errorf("entry %d: %v", place+1, err)
			}
		}
	}
}

// FuzzView holds that no entry, whatever it says, ends the program: a run folder may be
// somebody else's.
func FuzzView(f *testing.F) {
	l := someLog(f)
	for place, entry := range l.entries {
		text, err := l.coder.decoder.DecodeAll(entry, nil)
		must(f, err)
		f.Add(place, string(text))
	}
	f.Add(3, `["intents",{"rows":2,"first":0,"back":[1],"place":[-9],"id":["x"]}]`)
	f.Add(3, `["outcomes",{"rows":2,"first":0,"as_intended":true,"back":[1]}]`)
	f.Add(2, `["outcomes",{"rows":2,"first":0,"changes":{"count":[1,2],"field":["a"]}}]`)
	f.Fuzz(func(t *testing.T, place int, text string) {
		place = max(0, place) % len(l.entries)
		entries := slices.Clone(l.entries)
		entries[place] = l.coder.encoder.EncodeAll([]byte(text), nil)
		v := newLog(t, entries...).view
		for range v.Outcomes() {
			continue
		}
		for range v.UndoEntries(importer.CustomerContacts(), nil) {
			continue
		}
		for range v.Lines() {
			continue
		}
		if _, err := v.Unfinished(0, 12); err != nil && !errors.Is(err, importer.ErrDamaged) {
			t.Error(err)
		}
		if _, err := v.Written([]string{"a", "b", ""}); err != nil && !errors.Is(err, importer.ErrDamaged) {
			t.Error(err)
		}
	})
}
