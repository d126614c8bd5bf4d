package targets

import (
	"os"
	"path/filepath"
	"testing"
)

// TestList_WarnsOfProduction: whichever setting says it, a write there is to be confirmed.
func TestList_WarnsOfProduction(t *testing.T) {
	t.Setenv("BCIMPORT_ENVIRONMENT", "")
	file := filepath.Join(t.TempDir(), FileName)
	text := `targets:
  named: {tenant: t, environment: Production}
  rooted: {tenant: t, environment: test, base_url: https://api.businesscentral.dynamics.com/v2.0/t/PRODUCTION/api/v2.0}
  test: {tenant: t, environment: test}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := List(file)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	for _, known := range all {
		if want := known.Name != "test"; known.Production() != want {
			t.Errorf("%s: production %v", known.Name, known.Production())
		}
	}
}
