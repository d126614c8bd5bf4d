package yamlfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
)

func TestRead_NamesThePlaceAndNoValue(t *testing.T) {
	t.Parallel()
	const help = "the keys of a target"
	tests := map[string]struct{ text, want, hint string }{
		"a mark and CRLF, as Windows writes them": {"\ufeff# Ziel\r\ntargets:\r\n  a:\r\n    tenant: x\r\n", "", ""},
		"a misspelt key":             {"targets:\n  a:\n    envirnoment: x\n", ":3:5: unknown field \"envirnoment\"", "did you mean environment?"},
		"a key like no other":        {"targets:\n  a:\n    zzzzzzzz: x\n", ":3:5: unknown field \"zzzzzzzz\"", help},
		"a key that may be a secret": {"targets:\n  a: {s3cret}\n", ":2:7: unknown field", help},
		"a value that wants quotes":  {"targets:\n  a:\n    client_secret: *s3cret\n", ":3:21: a value that begins with * needs quotes", help},
		"a wrong type":               {"targets:\n  a:\n    batch: [s3cret]\n", ":3:12: ", help},
		"another encoding":           {"targets:\n  a:\n    company: \"M\xfcller\"\n", ":3:16: this is not UTF-8 text; save the file with the encoding UTF-8", ""},
		"a bracket for every byte":   {"targets: " + strings.Repeat("[", 1000), ":1:1: this is nested too deeply, or has too many entries", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "bcimport.yaml")
			if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Read(file, &targets{}, help)
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), file+tt.want) || strings.Contains(err.Error(), "s3cret") {
				t.Fatalf("got %v, want …%s", err, tt.want)
			}
			if hint := said(err); !strings.HasPrefix(hint, tt.hint) {
				t.Errorf("hint %q, want %q", hint, tt.hint)
			}
		})
	}
}

// targets has the form of a target file.
type targets struct {
	Targets map[string]struct {
		Tenant       string `yaml:"tenant"`
		Environment  string `yaml:"environment"`
		Company      string `yaml:"company"`
		Batch        string `yaml:"batch"`
		ClientSecret string `yaml:"client_secret"`
	} `yaml:"targets"`
}

// said joins the hints of an error.
func said(err error) string {
	var texts []string
	for _, hint := range importer.Hints(err) {
		texts = append(texts, hint.In(nil))
	}
	return strings.Join(texts, " ")
}
