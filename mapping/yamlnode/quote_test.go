package yamlnode_test

import (
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"

	"bcimport/mapping/yamlnode"
)

func TestQuote_ReadsBackAsTheSameText(t *testing.T) {
	t.Parallel()
	same := func(t rapid.TB, text string) {
		var read map[string]any
		if err := yaml.Unmarshal([]byte("- "+yamlnode.Quote(text)+"\n"), new([]any)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if err := yaml.Unmarshal([]byte("k: "+yamlnode.Quote(text)+" # why\n"), &read); err != nil || read["k"] != text {
			t.Errorf("%q is read as %q: %v", text, read["k"], err)
		}
	}
	for _, text := range []string{"", " ", "a ", " a", "yes", "No", "1.5", "0x1F", "1e3", "~", "null", "a: b", "a #b", "- a", "E-Mail", "Größe", "'", `"`, "a\nb", "\t", "\u2028", "2026-11-28", "=", "<<", "é", "ab.c/d_e-f 1"} {
		same(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { same(t, rapid.String().Draw(t, "text")) })
}
