package handover_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// echo stands for bcimport-fleet: it says what it was started with and ends with 7.
const echo = "#!/bin/sh\necho \"in its place: $*\"\nexit 7\n"

// TestBcimport_HandsOverWhatItIsBuiltWithout runs the program as it is built for users.
func TestBcimport_HandsOverWhatItIsBuiltWithout(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the other program is a shell script")
	}
	dir := t.TempDir()
	bcimport := filepath.Join(dir, "bcimport")
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "slim", "-o", bcimport, "bcimport")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("m.yaml", "version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n", 0o600)
	for _, folder := range []string{"drop", "runs"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write("drop/watch.yaml", "files: [{pattern: '*.csv', mapping: ../m.yaml}]\nfrom: [{url: 's3://bucket/out'}]\n", 0o600)
	commands := []string{
		"fleet status --json",
		"--log-format json fleet work",
		"fleet --help",
		"check azblob://box/contacts.csv -m m.yaml",
		"run s3://box/contacts.csv -m m.yaml --sandbox",
		"watch drop --once",
		"runs find CONT00001 --store azblob://box",
	}

	for _, command := range commands {
		if code, out := start(t, bcimport, command); code != 1 || !strings.Contains(out, "need bcimport-fleet") || !strings.Contains(out, "put bcimport-fleet there") {
			t.Errorf("%s, with no other program: %d\n%s", command, code, out)
		}
	}
	write("bcimport-fleet", echo, 0o700)
	for _, command := range commands {
		if code, out := start(t, bcimport, command); code != 7 || !strings.HasSuffix(out, "in its place: "+command+"\n") {
			t.Errorf("%s: %d\n%s", command, code, out)
		}
	}
	for _, command := range []string{"version", "check file://" + dir + "/none.csv -m m.yaml", "fleets"} {
		if code, out := start(t, bcimport, command); code == 7 || strings.Contains(out, "in its place") {
			t.Errorf("%s is handed over: %d\n%s", command, code, out)
		}
	}
	// A program of the wrong kind under that name must not start itself for ever.
	if err := os.Rename(bcimport, filepath.Join(dir, "bcimport-fleet")); err != nil {
		t.Fatal(err)
	}
	if code, out := start(t, filepath.Join(dir, "bcimport-fleet"), "fleet status"); code != 1 || !strings.Contains(out, "is built without clouds") {
		t.Errorf("itself: %d\n%s", code, out)
	}
}

// start runs a program in its folder, where nothing else is in PATH.
func start(t *testing.T, program, command string) (code int, out string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, program, strings.Fields(command)...)
	cmd.Dir = filepath.Dir(program)
	cmd.Env = []string{"HOME=" + cmd.Dir, "PATH="}
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(text)
}

// TestBcimport_HasNoClientsThatItHandsOver holds what a start of bcimport costs.
func TestBcimport_HasNoClientsThatItHandsOver(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", "slim", "bcimport").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.Lines(string(out)) {
		for _, client := range []string{"go.temporal.io/", "gocloud.dev/", "google.golang.org/grpc", "github.com/aws/", "github.com/Azure/azure-sdk-for-go/sdk/storage", "go.opentelemetry.io/"} {
			if strings.HasPrefix(path, client) {
				t.Errorf("bcimport has %s", path)
			}
		}
	}
}
