package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"bcimport/importer/cli/terminal"
)

const anyMapping = "version: 1\nkey: {column: K}\nfields: {email: E}\n"

// A name that would lead a reader or a terminal astray is refused, and quoted where
// the refusal says it.
func TestNames_ThatMisleadAreRefused(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"escape sequence": {"check", "a\x1b[31m.csv", "-m", "m.yaml"},
		"line break":      {"check", "a\nbcimport: all is well.csv", "-m", "m.yaml"},
		"carriage return": {"run", "a\r.csv", "-m", "m.yaml", "--sandbox"},
		"C1":              {"plan", "a\u009b31m.csv", "-m", "m.yaml", "--sandbox"},
		"other way round": {"check", "a\u202evsc.exe", "-m", "m.yaml"},
		"mapping":         {"check", "a.csv", "-m", "m\x1b[31m.yaml"},
		"run folder":      {"resume", "a\x07.run"},
		"out":             {"run", "a.csv", "-m", "m.yaml", "--sandbox", "--out", "o\nut"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs strings.Builder
			code := Main(t.Context(), args, Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
			if code != Usage || out.String() != "" {
				t.Errorf("code %d, output %q", code, out.String())
			}
			lines := strings.Split(strings.TrimSuffix(errs.String(), "\n"), "\n")
			if len(lines) != 2 || !strings.HasPrefix(lines[0], `bcimport: the name "`) || !strings.HasPrefix(lines[1], "hint: rename it") {
				t.Errorf("said %q", errs.String())
			}
			if strings.ContainsFunc(strings.Join(lines, ""), terminal.Misleading) {
				t.Errorf("not shown: %q", errs.String())
			}
		})
	}
}

// A name that looks like a flag, or leads up and down again, is a name.
func TestNames_ThatLookOddAreTaken(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	mapping := filepath.Join(folder, "m.yaml")
	for name, content := range map[string]string{
		"m.yaml": anyMapping, "-rf.csv": "K,E\nC1,a@b.example\n", "über uns.csv": "K,E\nC1,a@b.example\n", "$(id).csv": "K,E\nC1,a@b.example\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"-rf.csv", "über uns.csv", "$(id).csv", filepath.FromSlash("x/../-rf.csv")} {
		var out, errs strings.Builder
		path := folder + string(filepath.Separator) + name
		if code := Main(t.Context(), []string{"check", "-m", mapping, "--", path}, Streams{Out: &out, Err: &errs}); code != OK {
			t.Errorf("%s: code %d: %s", name, code, errs.String())
		}
	}
}

// What is found in a folder was not said by the user, and is quoted.
func TestNames_FoundOnesAreQuoted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no such name can be made")
	}
	folder := t.TempDir()
	run := filepath.Join(folder, "a\x1b]0;title\x07\nb.run")
	if err := os.Mkdir(run, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run, "journal.sqlite"), []byte("no journal"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"runs", folder}, {"runs", "prune", folder, "--keep", "0h", "--stopped"}} {
		var out, errs strings.Builder
		Main(t.Context(), args, Streams{Out: &out, Err: &errs})
		said := strings.ReplaceAll(out.String()+errs.String(), "\n", "")
		if strings.ContainsFunc(said, terminal.Misleading) {
			t.Errorf("%s: %q", args[0], said)
		}
		if args[1] == folder && !strings.Contains(said, `\x1b]0;title\a\nb.run"`) {
			t.Errorf("the run is not listed: %q", said)
		}
	}
}
