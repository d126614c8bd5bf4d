package notify

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// script writes a program into a folder of its own.
func script(t *testing.T, text string) (folder string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs sh")
	}
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "alarm"), []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestNotify_Command gets the message on stdin, its arguments untouched by a shell,
// and an environment without secrets.
func TestNotify_Command(t *testing.T) {
	t.Setenv("HOOK", secretURL)
	folder := script(t, `cat > "$OUT/stdin"; echo "$1" > "$OUT/arg"; env > "$OUT/env"; echo noise`)
	out := t.TempDir()
	n, err := New(
		Config{Command: []string{"./alarm", "$(id) *"}, Heartbeat: &Heartbeat{URL: "${HOOK}"}},
		Options{
			Folder: folder, Withheld: []string{"BC_SECRET_1"},
			Environ: []string{"PATH=" + os.Getenv("PATH"), "OUT=" + out, "BCIMPORT_CLIENT_SECRET=s1", "BC_SECRET_1=s2", "HOOK=" + secretURL, "KEPT=yes"},
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Notify(t.Context(), Event{Kind: Stuck, File: "a.csv", Code: 4}); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var m Message
	if err := json.Unmarshal([]byte(read("stdin")), &m); err != nil || m.Event != Stuck || m.File != "a.csv" || m.ExitCode != 4 {
		t.Errorf("stdin %q: %v", read("stdin"), err)
	}
	if got := read("arg"); got != "$(id) *\n" {
		t.Errorf("argument %q", got)
	}
	env := read("env")
	if !strings.Contains(env, "KEPT=yes") || strings.Contains(env, "BCIMPORT_") || strings.Contains(env, "BC_SECRET_1") || strings.Contains(env, "T0PSECRET") {
		t.Errorf("environment:\n%s", env)
	}
}

// TestNotify_CommandThatFails is an error of one line; one that hangs is ended.
func TestNotify_CommandThatFails(t *testing.T) {
	n, err := New(Config{Command: []string{"./alarm"}}, Options{Folder: script(t, "echo secret words >&2; exit 7")})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Notify(t.Context(), Event{Kind: Failure}); err == nil || err.Error() != "command: exit status 7" {
		t.Errorf("Notify: %v", err)
	}
	if n, err = New(Config{Command: []string{"./alarm"}}, Options{Folder: script(t, "exec sleep 600")}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := n.Notify(ctx, Event{Kind: Failure}); err == nil || !strings.Contains(err.Error(), "did not end in time") {
		t.Errorf("Notify: %v", err)
	}
}
