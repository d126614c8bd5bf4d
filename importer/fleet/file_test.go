package fleet_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bcimport/importer/fleet"
	"bcimport/importer/targets"
)

const wholeFile = `store: azblob://runs/prefix
temporal:
  address: temporal.example:7233
  namespace: imports
  api_key: ${FLEET_TEST_KEY}
  tls: {ca_file: ca.pem, cert_file: c.pem, key_file: k.pem}
config: bcimport.yaml
most: 64
stable: 30s
repeat: set-aside
keep: 90d
give_up: 2d
zone: Europe/Berlin
notify: {command: [logger]}
targets:
  north:
    priority: 3
    files:
      - {pattern: "titles-*.csv", mapping: titles.yaml, accept: [same_value], options: {max_failures: 5%}, expect: weekdays by 03:00}
      - {pattern: "*.xlsx", mapping: titles.yaml, priority: 9, zone: America/New_York}
  south:
    inbox: others/south
    notify: {command: [other]}
    files: [{pattern: "*.csv", mapping: titles.yaml}]
`

func readFile(t *testing.T, text string) (fleet.File, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "titles.yaml"), []byte(mappingText), 0o600); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "fleet.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return fleet.ReadFile(name, "see the help")
}

func TestReadFile_ReadsAllOfIt(t *testing.T) {
	t.Setenv("FLEET_TEST_KEY", "a key")
	f, err := readFile(t, wholeFile)
	if err != nil {
		t.Fatal(err)
	}
	north := f.Targets["north"]
	if f.Most != 64 || f.KeepFor() != 90*24*time.Hour || f.GiveUpAfter() != 48*time.Hour || *north.Files[0].Priority != 3 || *north.Files[1].Priority != 9 ||
		north.Files[0].Spec.MaxFailures != "5%" || !filepath.IsAbs(north.Files[0].Mapping) || !filepath.IsAbs(f.Temporal.TLS.CA) || !filepath.IsAbs(f.Config) {
		t.Errorf("file %+v, north %+v", f, north)
	}
	if f.NotifyOf("north").Command[0] != "logger" || f.NotifyOf("south").Command[0] != "other" {
		t.Error("the wrong people are told")
	}
	if key, err := f.Temporal.Key(); err != nil || key != "a key" {
		t.Errorf("key %q, error %v", key, err)
	}
	t.Setenv("FLEET_TEST_KEY", "")
	if _, err := f.Temporal.Key(); err == nil {
		t.Error("a key that is not set is none")
	}
}

func TestReadFile_TellsAllProblemsWithTheirPlaces(t *testing.T) {
	t.Parallel()
	_, err := readFile(t, `store: azblob://runs?sig=abc
temporal: {api_key: plain-secret, tls: {cert_file: c.pem}}
most: -1
stable: soon
keep: 0d
repeat: twice
zone: Mars
targets:
  north:
    inbox: ../etc
    files:
      - {pattern: "[", mapping: titles.yaml}
      - {pattern: "a", mapping: gone.yaml, expect: sometimes, accept: [everything], options: {rate: 1/s}}
      - {pattern: "A", mapping: titles.yaml}
  south: {inbox: x, files: [{pattern: b, mapping: titles.yaml}]}
  west: {inbox: x/y, files: [{pattern: b, mapping: titles.yaml}]}
  east: {}
`)
	if err == nil {
		t.Fatal("taken as good")
	}
	text := err.Error()
	for _, want := range []string{
		"fleet.yaml:1:", "store: it holds a secret", "api_key holds a secret", "belong together", "most: -1", "stable: \"soon\"", "keep: \"0d\"", "repeat: \"twice\"",
		"zone: \"Mars\"", "inbox: \"../etc\"", "pattern: \"[\"", "gone.yaml", "expect:", "accept:", "rate", "is repeated", "taken twice", "no pattern given for target east",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not among the problems:\n%s", want, text)
		}
	}
	if strings.Contains(text, "plain-secret") || strings.Contains(text, "sig=abc") {
		t.Errorf("a secret is repeated: %s", text)
	}
	for _, wrong := range []string{"stroe: x\n", "store: file:///x\ntargets: {north: {files: [{patern: x}]}}\n", ""} {
		if _, err := readFile(t, wrong); err == nil {
			t.Errorf("taken as good: %q", wrong)
		}
	}
	if _, err := fleet.ReadFile(filepath.Join(t.TempDir(), "none.yaml"), "see the help"); err == nil {
		t.Error("a file that is not there is read")
	}
}

// FuzzFleetFile holds that no fleet file brings the program down.
func FuzzFleetFile(f *testing.F) {
	for _, seed := range []string{wholeFile, "", "targets: {a: null}", "store: '%'\ntargets: {\"a'b\": {files: [{}]}}", "keep: 99999999999d", "targets: {n: {files: [{pattern: a, priority: x}]}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		name := filepath.Join(t.TempDir(), "fleet.yaml")
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := fleet.ReadFile(name, "see the help")
		if err == nil && (file.Store == "" || file.LookEvery() <= 0) {
			t.Errorf("taken as good: %+v", file)
		}
	})
}

func TestTargetKey_IsOneForAllCompaniesOfTheSameUsers(t *testing.T) {
	t.Parallel()
	of := func(change func(*targets.Known)) targets.Known {
		k := targets.Known{Name: "a", Tenant: "Contoso.example", Environment: "Production", Company: "One", Users: []string{"AAAA", "bbbb"}}
		change(&k)
		return k
	}
	key := fleet.TargetKey(of(func(*targets.Known) {}))
	if !strings.HasPrefix(key, "contoso-example-production-") || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		t.Errorf("key %q", key)
	}
	for name, tt := range map[string]struct {
		change func(*targets.Known)
		same   bool
	}{
		"another company":       {func(k *targets.Known) { k.Company = "Two"; k.Name = "b" }, true},
		"another spelling":      {func(k *targets.Known) { k.Tenant = "CONTOSO.example"; k.Environment = "PRODUCTION" }, true},
		"users in any order":    {func(k *targets.Known) { k.Users = []string{"{BBBB}", "aaaa"} }, true},
		"the usual address":     {func(k *targets.Known) { k.Root = "https://api.businesscentral.dynamics.com/v2.0/x/y/api/v2.0" }, true},
		"another tenant":        {func(k *targets.Known) { k.Tenant = "other" }, false},
		"another environment":   {func(k *targets.Known) { k.Environment = "Test" }, false},
		"fewer users":           {func(k *targets.Known) { k.Users = k.Users[:1] }, false},
		"a machine of its own":  {func(k *targets.Known) { k.Root = "https://bc.example:7048/BC/api/v2.0" }, false},
		"a name with no letter": {func(k *targets.Known) { k.Tenant = "東京" }, false},
	} {
		other := of(tt.change)
		if got := fleet.TargetKey(other); (got == key) != tt.same {
			t.Errorf("%s: key %s beside %s", name, got, key)
		}
		shares := name == "fewer users"
		if err := fleet.CheckUsers(of(func(*targets.Known) {}), []targets.Known{other}); (err != nil) != shares {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
