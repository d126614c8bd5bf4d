package draft_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/mapping"
	"bcimport/mapping/draft"
)

// samples returns the texts of all mappings of the repository, and some that people write
// otherwise.
func samples(t testing.TB) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../samples/*.yaml")
	if err != nil || len(names) < 5 {
		t.Fatalf("samples: %v, %v", names, err)
	}
	all := map[string]string{
		"windows": "\ufeffversion: 1\r\n# my comment\r\nkey: {column: \"Nr.\", match: number}\r\nfields:\r\n  email: E-Mail # short\r\n",
		"no end":  "version: 1\nkey:\n  column: ID\nfields:\n  email: E-Mail",
		"flow":    "version: 1\nkey: {column: Nr, match: number} # the key\nfields: {email: {column: 'It''s', blank: clear}, lastName: \"a #b\"} # all\n",
		"long": `version: 1

# The key of our customers.
key:
    column: Nr   # with four blanks
    # indented comment
duplicates: in-order

fields:

  # Names
  lastName:
    column: Name
    values:   # of the old system
      A: B   # first
      # between
      "C: D": E
    transform:
    - trim   # one
    - upper
  professionalTitle:
    expr: |
      row["a"]
        + row["b #x"]
    blank: clear
  # behind
# the end
`,
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = string(data)
	}
	return all
}

func parse(t rapid.TB, text string) *draft.Draft {
	d, err := draft.Parse(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}

func TestParse_AndStringKeepTheText(t *testing.T) {
	t.Parallel()
	for name, text := range samples(t) {
		if got := parse(t, text).String(); got != text {
			t.Errorf("%s becomes\n%s", name, got)
		}
	}
}

// choices are single changes as a person makes them.
func choices() map[string]func(d *draft.Draft) (draft.Edit, error) {
	set := func(v draft.Value, path ...string) func(d *draft.Draft) (draft.Edit, error) {
		return func(d *draft.Draft) (draft.Edit, error) { return d.Set(v, path...) }
	}
	remove := func(path ...string) func(d *draft.Draft) (draft.Edit, error) {
		return func(d *draft.Draft) (draft.Edit, error) { return d.Remove(path...) }
	}
	return map[string]func(d *draft.Draft) (draft.Edit, error){
		"blank":          set(draft.Text("clear"), "blank"),
		"no blank":       remove("blank"),
		"clear word":     set(draft.Text("# x: y"), "clear_word"),
		"etag":           set(draft.Text("eTag"), "etag"),
		"no etag":        remove("etag"),
		"duplicates":     set(draft.Text("error"), "duplicates"),
		"no duplicates":  remove("duplicates"),
		"key":            set(draft.Text("Other column"), "key", "column"),
		"match":          set(draft.Text("id"), "key", "match"),
		"sheet":          set(draft.Text("1"), "input", "sheet"),
		"date":           set(draft.Text("dd.MM.yyyy"), "formats", "date"),
		"true":           set(draft.List("ja", ""), "formats", "true"),
		"column":         set(draft.Text("Z: Z"), "fields", "lastName", "column"),
		"new field":      set(draft.Text("Z"), "fields", "firstName"),
		"new long field": set(draft.Object("column", draft.Text("Y")).And("blank", draft.Text("error")), "fields", "email"),
		"transform":      set(draft.List("trim", "title"), "fields", "lastName", "transform"),
		"values":         set(draft.Pairs(draft.Pair{From: "EK", To: "Einkauf"}, draft.Pair{From: "a: b", To: ""}), "fields", "lastName", "values"),
		"field blank":    set(draft.Text("clear"), "fields", "lastName", "blank"),
		"no last name":   remove("fields", "lastName"),
		"no title":       remove("fields", "professionalTitle"),
		"damaged":        set(draft.Truth(true), "fields", "lastName", "accept_damaged"),
	}
}

// apply makes a choice.
func apply(t rapid.TB, d *draft.Draft, name string, choice func(*draft.Draft) (draft.Edit, error)) draft.Edit {
	changed, err := choice(d)
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, d)
	}
	return changed
}

// TestSet_ChangesOnlyItsLines: what stands before and behind the lines of a choice stays as
// it is, to the byte.
func TestSet_ChangesOnlyItsLines(t *testing.T) {
	t.Parallel()
	for file, text := range samples(t) {
		for name, choice := range choices() {
			before := strings.SplitAfter(text, "\n")
			changed := apply(t, parse(t, text), name, choice)
			after := strings.SplitAfter(changed.String(), "\n")
			same := 0
			for same < min(len(before), len(after)) && before[same] == after[same] {
				same++
			}
			slices.Reverse(before)
			slices.Reverse(after)
			behind := 0
			for behind < min(len(before), len(after))-same && before[behind] == after[behind] {
				behind++
			}
			if n := len(before) - same - behind; n > 9 || strings.HasPrefix(name, "new") && n > 3 {
				t.Errorf("%s: %s changes %d lines:\n%s", file, name, n, changed)
			}
			comments := 0
			for _, line := range changed.Lost {
				if !strings.Contains(text, "#"+line) && !strings.Contains(text, "# "+line) {
					t.Errorf("%s: %s tells of a comment that there is not: %q", file, name, line)
				}
				comments++
			}
			own := regexp.MustCompile(`# (certain|an empty|transform|How|the country|a person)[^\n]*`)
			count := func(text string) int {
				text = own.ReplaceAllString(text, "")
				return strings.Count(text, " # ") + strings.Count(text, "\n# ")
			}
			if was, is := count(text), count(changed.String()); name != "clear word" && is+comments != was {
				t.Errorf("%s: %s leaves %d comments of %d and tells of %d\n%s", file, name, is, was, comments, changed)
			}
		}
	}
}

// TestSet_LoadsAfterAnyChoices: a mapping that could be read before can be read after, and
// the text stays what it is when it is read again.
func TestSet_LoadsAfterAnyChoices(t *testing.T) {
	t.Parallel()
	texts := samples(t)
	names := []string{}
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	all := choices()
	words := []string{}
	for name := range all {
		if !strings.HasPrefix(name, "no ") && name != "key" {
			words = append(words, name)
		}
	}
	slices.Sort(words)
	rapid.Check(t, func(t *rapid.T) {
		file := rapid.SampledFrom(names).Draw(t, "file")
		d := parse(t, texts[file])
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "choices") {
			if strings.Contains("column transform values field blank damaged", name) && !d.Has("fields", "lastName") {
				continue // a field needs its column first
			}
			changed := apply(t, d, name, all[name])
			d = changed.Draft
			if again := parse(t, d.String()); again.String() != d.String() {
				t.Fatalf("read again it becomes\n%s", again)
			}
		}
		if strings.HasPrefix(file, "preis") {
			return // of other fields
		}
		if _, err := mapping.Parse("m.yaml", []byte(d.String())); err != nil {
			t.Fatalf("%v\n%s", err, d)
		}
	})
}
