package targets

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
)

// What the user gives beats the environment, the environment the target file, the file the
// default.
func TestResolve_PrefersWhatTheUserGives(t *testing.T) {
	file := filepath.Join(t.TempDir(), FileName)
	if err := os.WriteFile(file, []byte("targets:\n  a: {tenant: file, environment: file, company: file}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BCIMPORT_TENANT", "environ")
	t.Setenv("BCIMPORT_COMPANY", "environ")
	target, err := Resolve(Choice{Name: "a", ConfigFile: file, Values: map[string]string{"company": "given"}})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"company": "given", "tenant": "environ", "environment": "file", "batch": "100"} {
		if got := target.Get(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

// A problem with a setting names it as each face does.
func TestValidate_NamesSettingsAsData(t *testing.T) {
	t.Parallel()
	target, err := Resolve(Choice{Sandbox: true, Values: map[string]string{"request_timeout": "soon"}})
	if err != nil {
		t.Fatal(err)
	}
	err = target.Validate()
	var wrong *OptionError
	if !errors.As(err, &wrong) || importer.KindOf(err) != importer.KindInvalid {
		t.Fatalf("got %v", err)
	}
	if got, want := wrong.In(face{}), `<request_timeout> "soon" is not a duration`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

type face struct{ keys }

func (face) Option(o importer.Option) string { return "<" + o.Name + ">" }
