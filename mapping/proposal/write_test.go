package proposal_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bcimport/mapping"
	"bcimport/mapping/proposal"
)

// holdYAML wants a mapping that loads and binds to its header, or one that says it must
// be completed.
func holdYAML(t rapid.TB, header, kinds []string, d proposal.Dialect) {
	i := 0
	p := proposal.Make(header, func() ([]string, []bool, bool) {
		record := make([]string, len(kinds))
		for n, kind := range kinds {
			record[n] = values(kind, i)
		}
		i++
		return record, nil, i <= 30
	}, "", setOf("customerContacts"))
	text := p.YAML(d)
	m, err := mapping.Parse("m.yaml", text)
	if !p.Complete() {
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
	if m.Key.Column != p.Key.Column || len(m.Fields) != len(p.Fields) || m.Input.Sheet != mapping.TrimBlank(d.Sheet) {
		t.Fatalf("%+v\n%s", m, text)
	}
	for i, f := range p.Fields {
		if m.Fields[i].Name != f.Field || m.Fields[i].Column != f.Column {
			t.Fatalf("%+v\n%s", m.Fields[i], text)
		}
	}
}

var cellKinds = []string{"mail", "phone", "number", "guid", "word", "words", "none", "damaged", "serial", "etag", "job"}

func TestYAML_LoadsWhateverTheHeaderIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"E-Mail", "Vorname", "Nachname", "Telefon", "Kontaktnr.", "ID", "eTag", "email", "email before", "Name", "", "*x", "&a", "!b", "01", "yes", "a: b", "a #b", "\"q\"", "'q'", "a\nb", "\\x", "- a", "{a", "1e3", "null", "\ufeff", "[[[[[[", "a - b - c", "ſ", "S", "K"}),
			rapid.String(),
		), 1, 8).Draw(t, "header")
		kinds := rapid.SliceOfN(rapid.SampledFrom(cellKinds), len(header), len(header)).Draw(t, "kinds")
		holdYAML(t, header, kinds, proposal.Dialect{
			File: header[0], Delimiter: ';', Sheet: rapid.SampledFrom([]string{"", "A", "1", "x: y"}).Draw(t, "sheet"),
		})
	})
}

// FuzzYAML: the same for any text as header, cells separated by |, and as name of the
// sheet and of the file.
func FuzzYAML(f *testing.F) {
	for _, header := range []string{
		"Kontaktnr.|E-Mail", "id|email|eTag|email before", "*a|&b|!c", "'|\"", "a\nb|a: b", "[[[[|{{{{", "- - - -|? ? ?", "null|~|yes|1", "é|e\u0301", "\\|\t", "#|%|@|`",
	} {
		f.Add(header, "Tabelle 1", "file.csv", uint64(7))
	}
	f.Fuzz(func(t *testing.T, cells, sheet, file string, seed uint64) {
		if !utf8.ValidString(cells) || !utf8.ValidString(sheet) {
			t.Skip("what is read from a table is UTF-8")
		}
		header := strings.Split(cells, "|")
		kinds := make([]string, len(header))
		for i := range kinds {
			kinds[i] = cellKinds[seed%uint64(len(cellKinds))]
			seed = seed*6364136223846793005 + 1442695040888963407
			seed ^= seed >> 32
		}
		if mapping.TrimBlank(sheet) == "" || strings.ContainsAny(sheet, "[]:*?/\\") {
			sheet = "" // no workbook has such a one
		}
		holdYAML(t, header, kinds, proposal.Dialect{File: file, Sheet: sheet})
	})
}

// TestYAML_LoadsWithManyColumns: Google's export has columns with a dash for each of
// several addresses.
func TestYAML_LoadsWithManyColumns(t *testing.T) {
	t.Parallel()
	header, kinds := []string{"Contact No", "E-mail 1 - Value"}, []string{"number", "mail"}
	for i := range 60 {
		header = append(header, fmt.Sprintf("Address %d - Type", i), fmt.Sprintf("Odd %d - [x {y", i))
		kinds = append(kinds, "none", "none")
	}
	holdYAML(t, header, kinds, proposal.Dialect{})
}
