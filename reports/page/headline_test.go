package page

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// face names options and steps by signs of its own.
type face struct{}

func (face) Option(o importer.Option) string { return "<" + o.Name + ">" }
func (face) Step(s importer.Step) string     { return "[" + string(s.Kind) + " " + s.Run + "]" }

func (face) Path(p importer.Path) string { return string(p) }

// ran is the page of a run with that many rows of each status.
func ran(t *testing.T, command string, options importer.Options, rows map[importer.Status]int) *Page {
	t.Helper()
	p, err := New(importer.About{
		Run: "in.run", Command: command, Options: options,
		Input: importer.Input{File: `C:\data\in.csv`}, Mapping: importer.Document{File: "maps/m.yaml"},
	}, face{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for status, n := range rows {
		for range n {
			if err := p.Add(importer.Outcome{Status: status}, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	return p
}

func TestHeadline_SaysWhatHappenedAndWhatIsNext(t *testing.T) {
	t.Parallel()
	type counts = map[importer.Status]int
	dry := importer.Options{DryRun: true}
	for name, c := range map[string]struct {
		command string
		options importer.Options
		rows    counts
		ending  importer.Ending
		failed  string
		want    string
	}{
		"all succeeded": {"run", importer.Options{}, counts{importer.Updated: 2, importer.Unchanged: 1}, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"good: All 3 rows succeeded. 2 rows changed a contact in Business Central. 1 row was already as wanted. Next: Nothing is left to do."},
		"one row": {"run", importer.Options{}, counts{importer.Unchanged: 1}, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"good: The row succeeded. Nothing was changed in Business Central. 1 row was already as wanted. Next: Nothing is left to do."},
		"some failed": {"run", importer.Options{}, counts{importer.Updated: 1, importer.Invalid: 2}, importer.Ending{State: "finished", Kind: importer.EndIncomplete}, "failed.csv",
			"look: 2 of 3 rows did not succeed. 1 row changed a contact in Business Central. Next: Fix the rows in failed.csv and run that file with the same mapping (m.yaml)."},
		"technical errors": {"run", importer.Options{}, counts{importer.Updated: 1, importer.Failed: 1}, importer.Ending{State: "finished", Kind: importer.EndIncomplete}, "failed.csv",
			"look: 1 of 2 rows did not succeed. 1 row changed a contact in Business Central. Next: Try the rows that met a technical error again: [resume_failed in.run]"},
		"lost answers": {"run", importer.Options{}, counts{importer.Updated: 1, importer.Unknown: 1}, importer.Ending{State: "finished", Kind: importer.EndStopped}, "failed.csv",
			"bad: 1 of 2 rows not settled yet. The run came to its end, but the answers to some writes were lost. 1 row changed a contact in Business Central. Next: Continue with [resume in.run]"},
		"stopped": {"run", importer.Options{}, counts{importer.Updated: 1, importer.NotAttempted: 1}, importer.Ending{State: "stopped", Reason: "interrupted", Kind: importer.EndStopped}, "failed.csv",
			"bad: Stopped after 1 of 2 rows. The run stopped early: interrupted. 1 row changed a contact in Business Central. 1 row was not reached. Next: Continue with [resume in.run]"},
		"broken": {"run", importer.Options{}, counts{importer.NotAttempted: 2}, importer.Ending{State: "stopped", Reason: "disk full", Kind: importer.EndBroken}, "failed.csv",
			"bad: Stopped after 0 of 2 rows. The program failed: disk full. Nothing was changed in Business Central. 2 rows were not reached. Next: Fix the cause, then continue with [resume in.run]"},
		"too many updates": {"run", importer.Options{}, counts{importer.WouldUpdate: 2}, importer.Ending{State: "stopped", Reason: "more than allowed", Kind: importer.EndRefused}, "",
			"bad: Nothing was written. The run did not begin to write: more than allowed. Next: Look at the changes below. If they are meant, run again with a higher <max_updates>."},
		"plan": {"plan", dry, counts{importer.WouldUpdate: 2, importer.Unchanged: 1}, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"good: 2 of 3 rows would change. This was a rehearsal: nothing was written. 1 row was already as wanted. Next: Look at the changes below, then run."},
		"plan with bad rows": {"plan", dry, counts{importer.WouldUpdate: 2, importer.Invalid: 1}, importer.Ending{State: "finished", Kind: importer.EndIncomplete}, "failed.csv",
			"look: 2 of 3 rows would change, 1 would not succeed. This was a rehearsal: nothing was written. Next: Look at the changes below, fix the rows in failed.csv and run."},
		"undo": {"undo", importer.Options{}, counts{importer.Updated: 2}, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"good: All 2 contacts are as before the run. 2 contacts were put back. Next: Nothing is left to do."},
		"undo with conflicts": {"undo", importer.Options{}, counts{importer.Updated: 2, importer.Conflicted: 1}, importer.Ending{State: "finished", Kind: importer.EndIncomplete}, "",
			"look: 1 of 3 contacts was not put back. 2 contacts were put back. Next: Look at the contacts named below; what another user has changed since was left as it is."},
		"undo rehearsed": {"undo", dry, counts{importer.WouldUpdate: 2}, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"good: 2 of 2 contacts would change. This was a rehearsal: nothing was written. Next: Look at the changes below, then undo without <dry_run>."},
		"no rows": {"run", importer.Options{}, nil, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"none: Nothing to do. The file has a header and no rows. Nothing was sent. Next: Nothing is left to do."},
		"nothing to undo": {"undo", importer.Options{}, nil, importer.Ending{State: "finished", Kind: importer.EndSucceeded}, "",
			"none: Nothing to do. The run changed nothing that could be put back. Nothing was sent. Next: Nothing is left to do."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := importer.NextSteps(importer.Standing{Run: "/anywhere/in.run", Undo: c.command == "undo", Kind: c.ending.Kind, Rows: c.rows, Failed: c.failed})
			v := ran(t, c.command, c.options, c.rows).headline(Ending{Ending: c.ending, Failed: c.failed, Next: next})
			got := fmt.Sprintf("%s: %s. %s Next: %s", v.Tone, v.Title, v.Meaning, v.Next.Words)
			for _, more := range []string{v.Next.File, v.Next.Then, v.Next.Command} {
				if more != "" {
					got += " " + more
				}
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestExplain_EveryStatusAndCodesTogether(t *testing.T) {
	t.Parallel()
	for _, status := range importer.Statuses() {
		if title, advice := Explain(nil, status, "Server_Code", entity.Nouns{}); title == "" || advice == "" {
			t.Errorf("%s is not explained", status)
		}
		if inEnglish().meaning(status) == "" {
			t.Errorf("%s has no meaning", status)
		}
	}
	if got, _ := Explain(nil, importer.Invalid, "too_long;invalid_email;Server_Code", entity.Nouns{}); got != "Text too long for its field + Not an e-mail address" {
		t.Errorf("several codes are titled %q", got)
	}
	if got, _ := Explain(nil, importer.Invalid, "ambiguous_date;unknown_reference", entity.Nouns{}); got != "Date with two readings + Code that no record has" {
		t.Errorf("codes of values are titled %q", got)
	}
	if got, _ := Explain(nil, importer.Rejected, "A;B", entity.Nouns{}); got != "Refused by Business Central" {
		t.Errorf("codes of the service are titled %q", got)
	}
}

func TestGroups_LargestFirstAndBounded(t *testing.T) {
	t.Parallel()
	p := ran(t, "run", importer.Options{}, nil)
	add := func(n int, status importer.Status, code string) {
		for range n {
			if err := p.Add(importer.Outcome{Status: status, Code: code}, "m"); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(1, importer.Invalid, "rare")
	add(groupRows+5, importer.NotAttempted, "stopped")
	add(3, importer.Rejected, "often")
	add(2, importer.Updated, importer.RemarkStoredDifferently)
	for n := range 2 * maxGroups {
		add(1, importer.Rejected, fmt.Sprint("code", n))
	}
	failures, remarks := p.groups.list()
	if len(p.groups.rows) != maxGroups+1 || len(remarks) != 1 || remarks[0].Total != 2 {
		t.Fatalf("%d groups, remarks %+v", len(p.groups.rows), remarks)
	}
	if failures[0].Code != "often" || failures[0].Total != 3 {
		t.Errorf("first comes %+v", failures[0])
	}
	others, last := failures[len(failures)-2], failures[len(failures)-1]
	if !others.Others || others.Total != maxGroups+4 {
		t.Errorf("the others are %+v", others)
	}
	if !last.NotAttempted || last.Total != groupRows+5 || last.Shown() != groupRows || !last.Hidden() {
		t.Errorf("last comes %+v", last)
	}
}

func TestTotals_SmallPartsAreSeenAndAllFit(t *testing.T) {
	t.Parallel()
	c := counts{of: map[importer.Status]int{importer.Updated: 999_998, importer.Invalid: 1, importer.Failed: 1}, total: 1_000_000}
	totals := (&Page{say: english{}, counts: c}).totals()
	if len(totals) != 3 || totals[0].Share != "> 99 %" || totals[1].Share != "< 1 %" || totals[1].Width < 1 {
		t.Errorf("got %+v", totals)
	}
	if end := totals[2].Place + totals[2].Width; end < 99.9 || end > 100.1 {
		t.Errorf("the bar ends at %v", end)
	}
	c = counts{}
	c.addMissing(5)
	if c.total != 5 || c.of[importer.NotAttempted] != 5 || c.failures() != 5 {
		t.Errorf("missing rows are counted %+v", c)
	}
}

func TestCappedTable_KeepsTheFirstThatFit(t *testing.T) {
	t.Parallel()
	spare := 10
	s := cappedTable{most: 5, room: 10, spare: &spare}
	for _, size := range []int{6, 6, 4, 4, 1, 1} {
		if err := s.put(func() (template.HTML, error) { return template.HTML(strings.Repeat("x", size)), nil }); err != nil {
			t.Fatal(err)
		}
	}
	// 6 of its own room, 6 of the spare, 4 of its own, 4 of the spare, and no more.
	if s.Total != 6 || s.Shown() != 4 || s.room != 0 || spare != 0 {
		t.Errorf("%d of %d, room %d and %d", s.Shown(), s.Total, s.room, spare)
	}
}

// TestPage_SpeaksOfTheRecordsOfTheSet looks at every text of the page that has a noun.
func TestPage_SpeaksOfTheRecordsOfTheSet(t *testing.T) {
	t.Parallel()
	items := (&entity.Entity{Set: "items", One: "item", Many: "items", Keys: []string{"number"}}).Nouns()
	var texts []string
	codes := slices.Collect(maps.Keys(codeExplanations()))
	for _, code := range slices.AppendSeq(codes, maps.Keys(valueExplanations())) {
		title, advice := Explain(nil, importer.Invalid, code, items)
		texts = append(texts, title, advice)
	}
	for _, status := range importer.Statuses() {
		title, advice := Explain(nil, status, "", items)
		texts = append(texts, title, advice, items.In(string(meanings()[status])))
	}
	for _, text := range texts {
		if strings.ContainsAny(text, "{}") || strings.Contains(strings.ToLower(text), "contact") {
			t.Errorf("says of an item: %s", text)
		}
	}
	if got, _ := Explain(nil, importer.NotFound, "outside_set", items); got != "Not an item" {
		t.Error(got)
	}
	if title, advice := Explain(nil, importer.Ambiguous, "", entity.Nouns{}); title != "Several contacts match" || advice != "Use the contact's number or id as key." {
		t.Error(title, advice)
	}
}

// loud is a language that writes English in capitals.
type loud struct{ english }

func (loud) Lang() string { return "xx" }

func (loud) T(text string, _ ...any) string { return strings.ToUpper(text) }

func TestReason_IsInTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	p := &Page{say: loud{}}
	for _, end := range []string{"interrupted", "too many rows failed"} {
		if got, want := p.reason(end), strings.ToUpper(end); got != want {
			t.Errorf("%q is said as %q", end, got)
		}
	}
	const counted = "too many rows failed: 5, and 3 are allowed"
	if got := p.reason(counted); got != "TOO MANY ROWS FAILED" {
		t.Errorf("in another language: %q", got)
	}
	p.say = english{}
	if got := p.reason(counted); got != counted {
		t.Errorf("in English: %q", got)
	}
}
