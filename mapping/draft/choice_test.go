package draft_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"bcimport/mapping"
	"bcimport/mapping/draft"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
	"bcimport/mapping/proposal"
)

// table is a file of few rows.
func table(lines ...string) (header []string, rows proposal.Rows) {
	i := 0
	return strings.Split(lines[0], ";"), func() ([]string, []bool, bool) {
		if i++; i >= len(lines) {
			return nil, nil, false
		}
		return strings.Split(lines[i], ";"), nil, true
	}
}

// sample is a file of the repository.
func sample(t *testing.T, name string) (header []string, rows proposal.Rows) {
	t.Helper()
	file, err := os.Open("../../samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	r := csv.NewReader(file)
	r.Comma = ';'
	header, err = r.Read()
	if err != nil {
		t.Fatal(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	return header, func() ([]string, []bool, bool) {
		record, err := r.Read()
		return record, nil, err == nil
	}
}

func setOf(t *testing.T, name string) *entity.Entity {
	t.Helper()
	set, ok := profile.Find(name)
	if !ok {
		t.Fatalf("no set %s", name)
	}
	return &set
}

// proposals are first mappings with much that is open.
func proposals(t *testing.T) map[string]proposal.Proposal {
	t.Helper()
	all := map[string]proposal.Proposal{}
	propose := func(name, set string) func(header []string, rows proposal.Rows) {
		return func(header []string, rows proposal.Rows) { all[name] = proposal.Make(header, rows, "", setOf(t, set)) }
	}
	propose("names", "customerContacts")(table("Kontaktnr.;Name;Mail 1;Mail 2;Tel", "KT000001;Anna Berg;a@x.de;b@x.de;030 1234567", "KT000002;Bernd Cohn;c@x.de;d@x.de;030 7654321"))
	propose("no key", "customerContacts")(table("Name;Sonst", "Anna Berg;x", "Bernd Cohn;y"))
	propose("items", "items")(table("Art.-Nr.;Bezeichnung;VK;EK;Bestand;Gesperrt;Kategorie;Geändert am", "A1;Rad;1.234,50;1,5;3;frei;TISCHE;01.02.2026", "A2;Tisch;2,50;1,5;4;gesperrt;STUHL;02.02.2026"))
	propose("decimals", "items")(table("Artikelnr.;VK-Preis", "A1;1,234", "A2;2,345"))
	propose("prices", "items")(sample(t, "preisliste.csv"))
	propose("contacts", "customerContacts")(sample(t, "kontakte.csv"))
	return all
}

// TestSuggestions_AreThoseOfTheProposal: what package proposal leaves open is read back from
// its comments, each column with its field and its reason.
func TestSuggestions_AreThoseOfTheProposal(t *testing.T) {
	t.Parallel()
	n := 0
	for name, p := range proposals(t) {
		text := string(p.YAML(proposal.Dialect{File: "list.csv", Delimiter: ';'}))
		d := parse(t, text)
		if d.String() != text {
			t.Errorf("%s: becomes\n%s", name, d)
		}
		got := d.Suggestions()
		want := append(append([]proposal.Choice(nil), p.Withheld...), p.Unsure...)
		if len(got) != len(want) {
			t.Errorf("%s: %d suggestions, want %d\n%s", name, len(got), len(want), text)
			continue
		}
		for i, s := range got {
			n++
			field := want[i].Field
			if want[i].ReadOnly {
				field = ""
			}
			if s.Column != want[i].Column || s.Field != field || s.Key != want[i].Key || s.Reason != want[i].Reason || s.Withheld != (want[i].Confidence == proposal.Withheld) {
				t.Errorf("%s: %+v, want %+v", name, s, want[i])
			}
		}
		for _, f := range p.Fields {
			if confidence, reason := d.Confidence("fields", f.Field); confidence != string(f.Confidence) || reason != f.Reason {
				t.Errorf("%s: %s is %s (%s), want %s (%s)", name, f.Field, confidence, reason, f.Confidence, f.Reason)
			}
		}
	}
	if n < 8 {
		t.Errorf("only %d suggestions", n)
	}
}

// TestAssign_AnswersWhatIsOpen: a column that a person has decided is asked for no more, and
// used for what was said.
func TestAssign_AnswersWhatIsOpen(t *testing.T) {
	t.Parallel()
	for name, p := range proposals(t) {
		d := parse(t, string(p.YAML(proposal.Dialect{})))
		for _, s := range d.Suggestions() {
			var change draft.Edit
			var err error
			switch {
			case s.Key:
				change, err = d.SetKey(s.Column, s.Field)
			case s.Field == "":
				change, err = d.Drop(s.Column)
			default:
				change, err = d.Assign(s.Column, p.Set.Find(s.Field))
			}
			if err != nil {
				t.Errorf("%s: %s for %s: %v\n%s", name, s.Column, s.Field, err, d)
				continue
			}
			use := change.Use(s.Column)
			if s.Key != use.Key || !s.Key && s.Field != "" && (len(use.Fields) != 1 || use.Fields[0] != s.Field) {
				t.Errorf("%s: %s is used for %+v, want %s\n%s", name, s.Column, use, s.Field, change)
			}
			for _, left := range change.Suggestions() {
				if left.Column == s.Column {
					t.Errorf("%s: %s is still asked for\n%s", name, s.Column, change)
				}
			}
			for _, option := range []string{"rename", "post"} {
				if change.Has("fields", s.Field, option) {
					t.Errorf("%s: %s is allowed to %s though nobody has said so\n%s", name, s.Field, option, change)
				}
			}
			for _, option := range []string{"lookup", "split"} {
				if s.Has(option) && !change.Has("fields", s.Field, option) {
					t.Errorf("%s: %s loses its %s\n%s", name, s.Field, option, change)
				}
			}
		}
	}
}

func TestDrop_AndAssignGiveTheMappingThatAPersonWouldWrite(t *testing.T) {
	t.Parallel()
	text := "version: 1\nkey:\n  column: Nr\n  match: number\nfields:\n  email:   # certain: its name is e-mail\n    column: Mail\n    # unsure about blanks\n  lastName: {columns: [A, B], join: \" \"}\n# Not used: Sonst, Firma\n"
	d := parse(t, text)
	set := setOf(t, "customerContacts")
	steps := []func(draft.Edit) (draft.Edit, error){
		func(e draft.Edit) (draft.Edit, error) { return e.Drop("A") },
		func(e draft.Edit) (draft.Edit, error) { return e.Assign("Firma", set.Find("firstName")) },
		func(e draft.Edit) (draft.Edit, error) { return e.Assign("Sonst", set.Find("email")) },
	}
	change := draft.Edit{Draft: d}
	for i, step := range steps {
		next, err := step(change)
		if err != nil {
			t.Fatalf("step %d: %v\n%s", i, err, change)
		}
		change = next
	}
	want := "version: 1\nkey:\n  column: Nr\n  match: number\nfields:\n  email:\n    column: Sonst\n    # unsure about blanks\n  lastName: {column: B}\n  firstName: Firma\n"
	if got := change.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := mapping.Parse("m.yaml", []byte(change.String())); err != nil {
		t.Error(err)
	}
	gone, err := d.Drop("Mail")
	if err != nil || len(gone.Lost) != 1 { // what the program wrote is its own to take
		t.Errorf("Drop of a field with two comments tells of %q (%v)", gone.Lost, err)
	}
}

// TestQuestions_AreThoseOfTheProposal: how the file writes values, where that is open.
func TestQuestions_AreThoseOfTheProposal(t *testing.T) {
	t.Parallel()
	n := 0
	for name, p := range proposals(t) {
		d := parse(t, string(p.YAML(proposal.Dialect{})))
		var want []proposal.Format
		for _, f := range p.Formats {
			if f.Unsure {
				want = append(want, f)
			}
		}
		got := d.Questions()
		if len(got) != len(want) {
			t.Errorf("%s asks %+v, want %+v", name, got, want)
			continue
		}
		change := draft.Edit{Draft: d}
		for i, q := range got {
			n++
			if q.Format != want[i].Name || q.Reason != want[i].Reason || q.Needed != want[i].Needed && q.Format != "true" && q.Format != "false" || len(q.Values) != len(want[i].Values) {
				t.Errorf("%s asks %+v, want %+v", name, q, want[i])
			}
			var err error
			if change, err = change.SetFormat(q.Format, map[string]string{"decimal": ",", "date": "dd.MM.yyyy", "true": "ja", "false": "nein"}[q.Format]); err != nil {
				t.Fatal(err)
			}
		}
		if left := change.Questions(); len(left) != 0 {
			t.Errorf("%s still asks %+v\n%s", name, left, change)
		}
	}
	if n < 3 {
		t.Errorf("only %d questions", n)
	}
}

func TestPathAt_FindsWhatAProblemIsAbout(t *testing.T) {
	t.Parallel()
	d := parse(t, "version: 1\nkey: {column: Nr, match: number}\nfields:\n  email:\n    column: Mail\n    transform:\n      - lower\n  lastName: Name\n")
	for line, want := range map[int]string{1: "version", 2: "key", 3: "fields", 4: "fields email", 5: "fields email column", 7: "fields email transform", 8: "fields lastName"} {
		if got := strings.Join(d.PathAt(line), " "); got != want {
			t.Errorf("line %d is %q, want %q", line, got, want)
		}
	}
}
