package mapping

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse: whatever the bytes, Parse returns a usable mapping or Problems that
// each point into the file.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		full, minimal, "", "# only a remark\n", "\ufeff" + minimal, "a: [1,\nb", "{", "- a\n- b\n", "? a\n: b\n",
		"a: &a\n  b: *a\n<<: *a\n", "a: !!str 12\n", "%YAML 1.2\n---\na: 1\n---\nb: 2\n", "a: |\n  x\n", "\tkey: 1\n",
		strings.ReplaceAll(full, "\n", "\r\n"), "values: {a, b: , c}", "null: ~\n1: .inf\n", "a: \xfc\n", "key: \x00\n",
		"fields:\n  email:\n  fone: [a]\n  id: 1\n", strings.Repeat("[", 50), strings.Repeat("{a: ", 50),
	} {
		f.Add([]byte(seed))
	}
	for _, text := range hostile {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse("m.yaml", data)
		if err != nil {
			var problems Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("error %T %v is not Problems", err, err)
			}
			lines := 1 + strings.Count(string(data), "\n") + strings.Count(string(data), "\r")
			for _, p := range problems {
				if p.File != "m.yaml" || p.Line < 1 || p.Line > lines || p.Column < 1 || p.Message == "" || strings.ContainsAny(p.Message, "\n\r") {
					t.Fatalf("problem %+v in %d lines", p, lines)
				}
			}
			return
		}
		if len(m.Fields) == 0 || m.Key.Column == "" {
			t.Fatalf("accepted without key or fields: %+v", m)
		}
		if _, err := m.Bind(m.Columns()); err != nil && !errors.As(err, new(Problems)) {
			t.Fatalf("bind: %T %v", err, err)
		}
	})
}

// FuzzApply: whatever the cells, Apply keeps its promises about what an edit
// and a refusal hold.
func FuzzApply(f *testing.F) {
	for _, cell := range []string{"", " ", "\u00a0", "x", "<clear>", "john@x.com", "a@b;c@d.com", "\"a;b\" <c@d.ee>", "+49 (0) 1-2/3.4", "ext 5", "EK", "\xff", "😀", strings.Repeat("ü", 41)} {
		f.Add(cell, "EK", "K1")
	}
	m, err := Parse("m.yaml", []byte(full))
	if err != nil {
		f.Fatal(err)
	}
	b, err := m.Bind(m.Columns())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, one, two, key string) {
		record := []string{key, one, two, one, two, one}
		for n := range len(record) + 1 {
			edit, refusals := b.Apply(record[:n])
			if edit.Key != strings.TrimSpace(edit.Key) {
				t.Fatalf("key %q is not trimmed", edit.Key)
			}
			for _, v := range edit.Values {
				if utf8.ValidString(v.Text) && len([]rune(v.Text)) > 80 {
					t.Fatalf("%s passes with %d characters", v.Field, len([]rune(v.Text)))
				}
			}
			for _, r := range refusals {
				if r.Code == "" || r.Error() == "" || r.Column == "" || r.Index >= n || r.Index < -1 {
					t.Fatalf("refusal %+v in a record of %d", r, n)
				}
			}
		}
	})
}
