package proposal_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/mapping"
	"bcimport/mapping/profile"
	"bcimport/mapping/proposal"
)

// typedValues are cells of the types that sets have, and of none.
func typedValues(kind string, i int) string {
	switch kind {
	case "comma":
		return fmt.Sprintf("%d.%03d,%02d", i%3+1, i%1000, i%100)
	case "either":
		return fmt.Sprintf("%d.%03d", i%9+1, i%1000)
	case "price":
		return fmt.Sprintf("%d,50 €", i)
	case "date":
		return fmt.Sprintf("%02d.%02d.2026", i%28+1, i%12+1)
	case "either date":
		return fmt.Sprintf("%02d/%02d/2026", i%12+1, (i+1)%12+1)
	case "serial date":
		return fmt.Sprint(45000 + i)
	case "yes":
		return []string{"ja", "nein", ""}[i%3]
	case "x":
		return []string{"x", ""}[i%2]
	case "odd words":
		return []string{"frei", "gesperrt", "#", "a: b"}[i%4]
	case "member":
		return []string{"Bestand", "Service", "Nicht Lager", "Set"}[i%4]
	case "code":
		return []string{"STK", "BOX", "30 TAGE"}[i%3]
	case "long":
		return strings.Repeat("Tisch ", 40)
	}
	return values(kind, i)
}

var typedKinds = append([]string{
	"comma", "either", "price", "date", "either date", "serial date", "yes", "x", "odd words", "member", "code", "long", "digits", "vat", "halfmail",
}, cellKinds...)

// drawHeader draws names of a set's fields, as captions and otherwise.
func drawHeader(t *rapid.T, set string) []string {
	var names []string
	for _, f := range setOf(set).Fields {
		names = append(append(names, f.Name), f.Captions...)
	}
	return rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(names), rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom(names).Draw(t, "name") + rapid.SampledFrom([]string{" alt", " (EUR)", ":", " before", " #", "", " {"}).Draw(t, "more")
	}), rapid.SampledFrom([]string{"eTag", "", "*x", "yes", "a: b", "Nr"})), 1, 10).Draw(t, "header")
}

// TestYAML_OfAnySetLoads: a mapping with a key and a field loads as that of its set and binds to
// the header, and takes the columns that were proposed; another does not load.
func TestYAML_OfAnySetLoads(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := rapid.SampledFrom(profile.All()).Draw(t, "set")
		header := drawHeader(t, set)
		kinds := rapid.SliceOfN(rapid.SampledFrom(typedKinds), len(header), len(header)).Draw(t, "kinds")
		i := 0
		p := proposal.Make(header, func() ([]string, []bool, bool) {
			record := make([]string, len(kinds))
			for n, kind := range kinds {
				record[n] = typedValues(kind, i)
			}
			i++
			return record, nil, i <= 30
		}, "", setOf(set))
		text := string(p.YAML(proposal.Dialect{File: "list.csv", Delimiter: ';'}))
		m, err := mapping.Parse("m.yaml", []byte(text))
		if p.Key == nil || len(p.Fields) == 0 {
			if err == nil {
				t.Fatalf("loads though it is not complete:\n%s", text)
			}
			return
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if _, err := m.Bind(header); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if m.Entity.Set != set || m.Key.Column != p.Key.Column || string(m.Key.Match) != p.Key.Field || len(m.Fields) != len(p.Fields) {
			t.Fatalf("%+v\n%s", m, text)
		}
		for i, f := range p.Fields {
			if m.Fields[i].Name != f.Field || m.Fields[i].Column != f.Column || m.Fields[i].Lookup != f.Lookup {
				t.Fatalf("%+v\n%s", m.Fields[i], text)
			}
		}
	})
}

// TestYAML_CommentsLoadOnceChosen: each line that a person may choose is right as it is.
func TestYAML_CommentsLoadOnceChosen(t *testing.T) {
	t.Parallel()
	line := regexp.MustCompile(`(?m)^  # (\w+: \{column: .*\})$`)
	n := 0
	for _, l := range lists() {
		header, _, rows := l.table()
		text := string(proposal.Make(header, rows, header[0], setOf(l.set)).YAML(proposal.Dialect{}))
		text = strings.ReplaceAll(text, "# fields:", "fields:")
		for _, found := range line.FindAllStringSubmatchIndex(text, -1) {
			n++
			chosen := text[:found[0]] + "  " + text[found[2]:found[3]] + text[found[1]:]
			if _, err := mapping.Parse("m.yaml", []byte(chosen)); err != nil {
				t.Errorf("%s: %v\n%s", l.name, err, chosen)
			}
		}
	}
	if n < 6 {
		t.Errorf("only %d lines", n)
	}
}

// TestYAML_QuestionsMustBeAnswered: a question that loses its comment sign and nothing else
// loads no mapping.
func TestYAML_QuestionsMustBeAnswered(t *testing.T) {
	t.Parallel()
	for _, columns := range [][]string{
		{"Nr.: A1, A2", "Preis: 1.234, 2.345"}, {"Nr.: A1, A2", "Preis: 1,50", "EK: 1.5, 1,5"}, {"Nr.: A1, A2", "Preis: 12", "Gesperrt: frei, gesperrt"},
	} {
		p := ofColumns(setOf("items"), "Nr.", columns...)
		text := string(p.YAML(proposal.Dialect{}))
		chosen := strings.ReplaceAll(strings.ReplaceAll(text, "# formats:", "formats:"), "#   ", "  ")
		if chosen == text {
			t.Errorf("%q asks nothing:\n%s", columns, text)
		}
		m, err := mapping.Parse("m.yaml", []byte(chosen))
		if err == nil && slices.Contains(m.Formats.True, "?") {
			continue // no cell is ever that
		}
		if err == nil {
			t.Errorf("%q: loads\n%s", columns, chosen)
		}
	}
}

// TestYAML_FormatsLoad: what the formats say is how the mapping reads the file.
func TestYAML_FormatsLoad(t *testing.T) {
	t.Parallel()
	for _, l := range lists() {
		if l.formats == "" {
			continue
		}
		header, _, rows := l.table()
		m, err := mapping.Parse("m.yaml", proposal.Make(header, rows, "", setOf(l.set)).YAML(proposal.Dialect{}))
		if err != nil {
			t.Fatalf("%s: %v", l.name, err)
		}
		if got := m.Formats.Decimal; !strings.Contains(l.formats, "decimal "+string(got)) {
			t.Errorf("%s: decimal %q, want %s", l.name, got, l.formats)
		}
	}
}
