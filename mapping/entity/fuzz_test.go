package entity

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// FuzzNumber: whatever the cell, what is read is canonical, and reading it again gives the
// same; and what has one reading without a mark has that reading with one of the marks.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1.234,50", "1,234.50", "1 234,5", "1'234.50", "(3)", "3-", "1,5E+03", "0.30000000000000004", "9.9999999999999995", "12%", "€ 1", ".", "E", "1E-59", "\u22121\u00a0000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		byMark := map[rune]string{}
		for _, mark := range []rune{',', '.', 0} {
			text, wrong := parseNumber(cell, mark)
			if wrong != nil {
				if text != "" || wrong.Code == "" || wrong.Reason == "" || wrong.Args[0] != cell {
					t.Fatalf("%q: %q, %+v", cell, text, wrong)
				}
				continue
			}
			if again, wrong := parseNumber(text, '.'); !isNormal(text) || wrong != nil || again != text {
				t.Fatalf("%q is read as %q, and that as %q, %+v", cell, text, again, wrong)
			}
			byMark[mark] = text
		}
		if text, read := byMark[0]; read && text != byMark[','] && text != byMark['.'] {
			t.Fatalf("%q is %q without a mark, and otherwise %q", cell, text, byMark)
		}
	})
}

// FuzzDate: whatever the pattern and the cell, what is read is a date that there is.
func FuzzDate(f *testing.F) {
	for _, pattern := range []string{"", ExcelSerial, "dd.MM.yyyy", "d MMM yy", "yyyyMMdd", "MMM d, yyyy", "d/M/yy"} {
		for _, cell := range []string{"31.12.2026", "1 Dez. 26", "20261231", "60", "46353,75", "01/02/2026", "2026-11-27T00:00:00Z"} {
			f.Add(pattern, cell)
		}
	}
	f.Fuzz(func(t *testing.T, pattern, cell string) {
		if CheckDatePattern(pattern) != nil {
			return
		}
		text, wrong := parseDate(cell, pattern)
		if wrong != nil {
			if text != "" || wrong.Args[0] != cell {
				t.Fatalf("%q by %q: %q, %+v", cell, pattern, text, wrong)
			}
			return
		}
		if d, rest, ok := isoDate(text); text != "" && (!ok || rest != "" || !d.exists()) {
			t.Fatalf("%q by %q is read as %q", cell, pattern, text)
		}
	})
}

// FuzzEnumeration: a cell is a member or none, and names come back from their codes.
func FuzzEnumeration(f *testing.F) {
	for _, seed := range []string{"Inventory", "NON-INVENTORY", "_x0020_", "Bestand", "_x002", "_x0000_x0020_", "__x0041_", "😀", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, wrong := kinds.Parse(text, Formats{})
		if _, found := memberNamed(kinds.Members, name); wrong == nil && !found {
			t.Fatalf("%q is %q", text, name)
		}
		if once := DecodeName(EncodeName(text)); DecodeName(EncodeName(once)) != once {
			t.Fatalf("%q comes back as %q", text, once)
		}
	})
}

// FuzzFromJSON: whatever the answer, a value that is taken goes back as JSON and comes
// again as the same value.
func FuzzFromJSON(f *testing.F) {
	for _, seed := range []string{"500", "1000.00", "1e3", `"12.50"`, "null", "true", `"_x0020_"`, `"Non_x002D_Inventory"`, `"0001-01-01"`, `"2026-11-27T10:00:00.123Z"`, `"a\ud83d\ude00"`, "{}", `"`, "-0"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, field := range fields {
			text, err := field.FromJSON(raw)
			if err != nil {
				continue
			}
			sent := field.AppendJSON(nil, text)
			if !jsontext.Value(sent).IsValid() {
				t.Fatalf("%s: %q is sent as %s", field.Name, text, sent)
			}
			if text == "" && field.Type == Boolean {
				continue // null, which no boolean is
			}
			if again, err := field.FromJSON(sent); err != nil || !field.Same(again, text) {
				t.Fatalf("%s: %q goes as %s and comes as %q, %v", field.Name, text, sent, again, err)
			}
		}
	})
}
