package fleet_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/fleet"
	"bcimport/importer/cli/terminal"
)

// plainWords are words that say what they mean.
type plainWords struct{}

func (plainWords) Option(o importer.Option) string { return "--" + o.Name }
func (plainWords) Step(s importer.Step) string     { return string(s.Kind) }
func (plainWords) Path(p importer.Path) string     { return string(p) }

// command runs a command line of the fleet, without its first words.
func command(ctx context.Context, args ...string) (out, errs string, err error) {
	return commandAfter(ctx, nil, args...)
}

// commandAfter runs a command line by a clock.
func commandAfter(ctx context.Context, after func(time.Duration) <-chan time.Time, args ...string) (out, errs string, err error) {
	var stdout, stderr bytes.Buffer
	c := terminal.NewConsole(terminal.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, false, slog.LevelInfo, plainWords{})
	root := &cobra.Command{Use: "bcimport", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(fleet.New(fleet.Edge{
		Console: c, Version: "test", Words: plainWords{},
		ExitCode: func(k importer.EndKind) int {
			return map[importer.EndKind]int{importer.EndSucceeded: 0, importer.EndRefused: 1, importer.EndBroken: 2, importer.EndIncomplete: 3, importer.EndStopped: 4}[k]
		},
		End:   func(code int) error { return fmt.Errorf("exit code %d", code) },
		After: after,
	}))
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	root.SetArgs(append([]string{"fleet"}, args...))
	err = root.ExecuteContext(ctx)
	if err != nil {
		c.Problem(err)
	}
	return stdout.String(), stderr.String(), err
}

// refused checks that a command was refused, as usage or configuration, in these words.
func refused(t *testing.T, errs string, err error, words ...string) {
	t.Helper()
	if importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("error %v is no refusal", err)
	}
	for _, w := range words {
		if !strings.Contains(errs, w) {
			t.Errorf("said %q, without %q", errs, w)
		}
	}
}

// nowhere is an address of this machine where nothing listens.
func nowhere(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// folder makes the files of a machine: a fleet file, a target file and a mapping.
func folder(t *testing.T, fleetText string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"fleet.yaml":    fleetText,
		"contacts.yaml": "version: 1\nkey: {column: id}\nfields: {email: email}\n",
		"contacts.csv":  "id,email\n1,a@example.com\n",
		"bcimport.yaml": "targets:\n  north: {base_url: http://127.0.0.1:1/api/v2.0, tenant: t, auth: none}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const plainFleet = `store: file:./store
config: bcimport.yaml
temporal: {address: ADDRESS}
targets:
  north:
    files: [{pattern: contacts-*.csv, mapping: contacts.yaml}]
`

func TestFleet_HelpHasAnExampleAndNeedsNothing(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"work", "submit", "status", "resume", "undo", "report", "cancel", "schedule"} {
		out, _, err := command(t.Context(), verb, "--help")
		if err != nil || !strings.Contains(out, "\n  bcimport fleet "+verb) || !strings.Contains(out, "Exit codes:") {
			t.Errorf("%s: %v, %s", verb, err, out)
		}
	}
	if out, _, err := command(t.Context()); err != nil || !strings.Contains(out, "fleet.yaml") {
		t.Errorf("%v, %s", err, out)
	}
}

func TestFleet_TemporalThatDoesNotAnswerIsToldBeforeAnythingBegins(t *testing.T) {
	t.Parallel()
	dir := folder(t, strings.ReplaceAll(plainFleet, "ADDRESS", nowhere(t)))
	file := filepath.Join(dir, "fleet.yaml")
	for _, args := range [][]string{
		{"work"}, {"submit", "north", filepath.Join(dir, "contacts.csv"), "-m", filepath.Join(dir, "contacts.yaml")}, {"status"},
		{"resume", "x"}, {"undo", "x"}, {"report", "x"}, {"cancel", "x"}, {"schedule"},
	} {
		_, errs, err := command(t.Context(), append(args, "-f", file)...)
		refused(t, errs, err, "no answer from Temporal", "start Temporal")
	}
	if _, err := os.Stat(filepath.Join(dir, "store")); err == nil {
		t.Error("the store was written to")
	}
}

func TestFleet_WrongUseIsToldInWords(t *testing.T) {
	t.Parallel()
	dir := folder(t, strings.ReplaceAll(plainFleet, "ADDRESS", nowhere(t)))
	file := filepath.Join(dir, "fleet.yaml")
	for _, c := range []struct {
		args  []string
		words []string
	}{
		{[]string{"status", "-f", filepath.Join(dir, "none.yaml")}, []string{"none.yaml", "run bcimport fleet --help"}},
		{[]string{"submit", "north", "-f", file}, []string{"expected a target and a file"}},
		{[]string{"submit", "north", "x.csv", "-f", file}, []string{"no mapping"}},
		{[]string{"submit", "north", "x.csv", "-m", filepath.Join(dir, "contacts.yaml"), "--limit", "many", "-f", file}, []string{"--limit"}},
		{[]string{"submit", "north", "x.csv", "-m", filepath.Join(dir, "contacts.yaml"), "--on-conflict", "guess", "-f", file}, []string{"--on-conflict", "merge, fail or overwrite"}},
		{[]string{"resume", "-f", file}, []string{"expected the id of one run"}},
		{[]string{"work", "--slots", "0", "-f", file}, []string{"--slots 0"}},
		{[]string{"status", "--tls-ca", file, "-f", file}, []string{"holds no certificate"}},
		{[]string{"status", "--tls-cert", file, "--tls-key", file, "-f", file}, []string{"client certificate"}},
	} {
		_, errs, err := command(t.Context(), c.args...)
		refused(t, errs, err, c.words...)
	}
}

func TestFleet_FileOfTheCurrentFolderGetsNoKeyForElsewhere(t *testing.T) {
	dir := folder(t, strings.ReplaceAll(plainFleet, "ADDRESS", "temporal.example.com:7233"))
	t.Chdir(dir)
	t.Setenv("TEMPORAL_API_KEY", "sesame")
	_, errs, err := command(t.Context(), "status")
	refused(t, errs, err, "would send the API key", "pass -f fleet.yaml")
	if strings.Contains(errs, "sesame") {
		t.Errorf("said %q", errs)
	}
}

func TestFleet_TimesNeedAZone(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(plainFleet, "ADDRESS", nowhere(t)) + "    times: [\"30 1 * * *\", noon]\n"
	dir := folder(t, text)
	_, errs, err := command(t.Context(), "schedule", "-f", filepath.Join(dir, "fleet.yaml"))
	refused(t, errs, err, "no zone given", `"noon" is not a time`)
}

func TestWork_AMachineThatCanWorkOnNoTargetIsToldAtTheStart(t *testing.T) {
	dir := folder(t, strings.ReplaceAll(strings.Replace(plainFleet, "config: bcimport.yaml\n", "", 1), "ADDRESS", nowhere(t)))
	t.Chdir(dir)
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	_, errs, err := command(t.Context(), "work")
	refused(t, errs, err, "fleet.yaml was found in the current folder, not passed by you", "pass -f fleet.yaml")
	_, errs, err = command(t.Context(), "work", "-f", "fleet.yaml") // which vouches for the target file beside it
	refused(t, errs, err, "no answer from Temporal")
	if err := os.WriteFile("bcimport.yaml", []byte("targets:\n  north: {tenant: t, environment: e, client_id: c, client_secret: '${BC_NO_SUCH_SECRET}'}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, err = command(t.Context(), "work", "-f", "fleet.yaml")
	refused(t, errs, err, "BC_NO_SUCH_SECRET is not set", "set it")
	if err := os.Remove("bcimport.yaml"); err != nil {
		t.Fatal(err)
	}
	_, errs, err = command(t.Context(), "work", "-f", "fleet.yaml")
	refused(t, errs, err, "there is no bcimport.yaml", "put bcimport.yaml beside fleet.yaml")
}

func TestWork_OneTargetThatCantBeWorkedOnIsAWarning(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(plainFleet, "ADDRESS", nowhere(t)) + "  south:\n    files: [{pattern: contacts-*.csv, mapping: contacts.yaml}]\n"
	_, errs, err := command(t.Context(), "work", "-f", filepath.Join(folder(t, text), "fleet.yaml"))
	refused(t, errs, err, `target south can't be worked on`, "no answer from Temporal")
}
