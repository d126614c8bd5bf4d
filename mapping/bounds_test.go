package mapping

import (
	"strings"
	"testing"

	"bcimport/mapping/yamlnode"
)

// hostile are texts below the largest size that the YAML library would work on for
// minutes, or with gigabytes.
var hostile = map[string]string{
	"brackets":                    "x: " + strings.Repeat("[", 80000),
	"brackets closed in a remark": strings.Repeat("[", 60000) + " # " + strings.Repeat("]", 60000),
	"brackets closed in a text":   strings.Repeat("[", 60000) + `"` + strings.Repeat("]", 60000) + `"`,
	"braces":                      strings.Repeat("{a: ", 20000) + strings.Repeat("}", 20000),
	"anchors":                     strings.Repeat("&a ", 40000),
	"aliases":                     "a: &a [1]\n" + strings.Repeat("b: *a\n", 10000),
	"tags":                        strings.Repeat("!!x ", 30000),
	"merges":                      strings.Repeat("<<: ", 30000),
	"long keys":                   strings.Repeat("? a\n", 30000),
	"lines":                       strings.Repeat("a:\n", 40000),
	"entries":                     "a: [" + strings.Repeat("a,", 60000) + "]",
	"documents":                   strings.Repeat("---\n", 30000),
	"dashes":                      strings.Repeat("- ", 60000),
}

func TestParse_HostileYAMLIsRefusedBeforeItIsParsed(t *testing.T) {
	t.Parallel()
	for name, text := range hostile {
		if _, wrong := yamlnode.Clean([]byte(text)); wrong == nil || !strings.Contains(wrong.Message, "too many entries") {
			t.Errorf("%s: %v", name, wrong)
		}
	}
	values := "version: 1\nkey: {column: K}\nfields:\n  email:\n    column: A\n    values:\n" + strings.Repeat("      \"Söhne & Co! [x] {x} <y>\": \"a & b\"\n", 1500)
	if _, wrong := yamlnode.Clean([]byte(values)); wrong != nil {
		t.Errorf("a thousand values: %v", wrong)
	}
}

func TestReplace_IsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("$0", 600)
	if got := problemsOf(t, "version: 1\nkey: {column: K}\nfields: {email: {column: A, replace: {pattern: x, with: '"+long+"'}}}\n").Error(); !strings.Contains(got, "more than 1000 characters") {
		t.Errorf("a long with: %s", got)
	}
	if got := problemsOf(t, "version: 1\nkey: {column: K}\nfields: {email: {column: A, replace: {pattern: '"+strings.Repeat("x", 1001)+"', with: ''}}}\n").Error(); !strings.Contains(got, "more than 1000 characters") {
		t.Errorf("a long pattern: %s", got)
	}
	m, err := Parse("m.yaml", []byte("version: 1\nkey: {column: K}\nfields: {lastName: {column: A, replace: [{pattern: 'x', with: xxxxxxxxxxxxxxxxxxxx}, {pattern: 'x', with: xxxxxxxxxxxxxxxxxxxx}, {pattern: 'x', with: xxxxxxxxxxxxxxxxxxxx}]}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Bind([]string{"K", "A"})
	if err != nil {
		t.Fatal(err)
	}
	if _, refused := b.Apply([]string{"1", strings.Repeat("x", 8<<10)}); len(refused) != 1 || refused[0].Code != "too_long" || len(refused[0].Error()) > 500 {
		t.Errorf("a cell that grows: %+v", refused)
	}
}
