package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
	"bcimport/importer/cli"
	"bcimport/importer/journal/sqlite"
)

// TestApprove_APlanWhoseRunNeverCameToBeCanBeRun leaves the plan as a program that is killed
// around the making of the run's folder does.
func TestApprove_APlanWhoseRunNeverCameToBeCanBeRun(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(folder, "state"))
	in := func(name string) string { return filepath.Join(folder, name) }
	for name, text := range map[string]string{
		"c.csv": "No,Title\nCONT00123,Boss\n", "m.yaml": "version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n",
	} {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bcimport := func(want cli.Code, args ...string) {
		t.Helper()
		expect(t, want, args...)
	}
	claim := func(run string, begun bool) {
		t.Helper()
		changeApproval(t, in("plan"), func(a *importer.Approval) { a.Run, a.Begun = run, begun })
	}
	bcimport(cli.OK, "plan", in("c.csv"), "-m", in("m.yaml"), "--sandbox", "--out", in("plan"))
	bcimport(cli.OK, "approve", in("plan"))

	changeApproval(t, in("plan"), func(a *importer.Approval) { a.Digest = "that of another plan" })
	bcimport(cli.Usage, "run", "--plan", in("plan"))
	bcimport(cli.OK, "approve", in("plan"))
	claim(in("gone"), true)
	bcimport(cli.Usage, "run", "--plan", in("plan"))
	claim(in("gone"), false) // killed before its folder appeared
	bcimport(cli.OK, "approve", in("plan"))
	claim(in("gone"), false)
	bcimport(cli.OK, "run", "--plan", in("plan"), "--out", in("run"))
	claim(in("run"), false) // killed just behind that
	bcimport(cli.Usage, "run", "--plan", in("plan"))
	bcimport(cli.Usage, "approve", in("plan"))
	bcimport(cli.OK, "plan", in("c.csv"), "-m", in("m.yaml"), "--sandbox", "--out", in("other"))
	claim(in("other"), false) // another run has got the folder
	bcimport(cli.OK, "run", "--plan", in("plan"), "--out", in("again"))

	record, err := sqlite.Open(in("run"))
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	about, err := record.About()
	if err != nil || !about.HoldsEdits() || about.Approval.Marks != nil || about.Approval.Plan != in("plan") || about.Command != "run" {
		t.Errorf("the run is %+v, %v", about, err)
	}
	if counts, err := record.Counts(); err != nil || counts[string(importer.Updated)] != 1 {
		t.Errorf("rows %v, %v", counts, err)
	}
}

// expect runs a command line that ends with a code.
func expect(t *testing.T, want cli.Code, args ...string) {
	t.Helper()
	var out, problems bytes.Buffer
	if got := cli.Main(t.Context(), args, cli.Streams{In: &bytes.Buffer{}, Out: &out, Err: &problems}); got != want {
		t.Fatalf("%v ended with %d, want %d\n%s%s", args, got, want, &out, &problems)
	}
}

// changeApproval changes the approval in the record of a plan.
func changeApproval(t *testing.T, folder string, change func(*importer.Approval)) {
	t.Helper()
	plan, err := sqlite.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer plan.Close()
	a, err := plan.Approval()
	if err != nil {
		t.Fatal(err)
	}
	change(&a)
	if err := plan.SetApproval(a); err != nil {
		t.Fatal(err)
	}
}
