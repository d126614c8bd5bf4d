package instance_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bcimport/importer/web/instance"
)

// install makes a program that stands for the one that opens files.
func install(t *testing.T, script string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	t.Setenv("HOME", folder)
	t.Setenv("BCIMPORT_CLIENT_SECRET", "s3cret")
	return folder
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Command lines are everybody's to read, and so are the environments of careless systems.
func TestOpenBrowser_TellsTheKeyInAFileOfItsUser(t *testing.T) {
	folder := install(t, `cd "$HOME"; echo "$@" >args; env >env; stat -c %a "$1" "$(dirname "$1")" >modes; cp "$1" page; : >done
`)
	const address = "http://127.0.0.1:1/start?key=K3Y"
	err := instance.OpenBrowser(t.Context(), address, func(ctx context.Context) {
		for ctx.Err() == nil {
			if _, err := os.Stat(filepath.Join(folder, "done")); err == nil {
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	args := strings.TrimSpace(read(t, filepath.Join(folder, "args")))
	if strings.Contains(args, "K3Y") || !strings.HasPrefix(args, folder) {
		t.Errorf("the arguments are %q", args)
	}
	if env := read(t, filepath.Join(folder, "env")); strings.Contains(env, "K3Y") || strings.Contains(env, "s3cret") {
		t.Errorf("the environment holds a secret")
	}
	if modes := read(t, filepath.Join(folder, "modes")); modes != "600\n700\n" {
		t.Errorf("the modes are %q", modes)
	}
	if page := read(t, filepath.Join(folder, "page")); !strings.Contains(page, `content="0;url=`+address+`"`) || !strings.Contains(page, "no-referrer") {
		t.Errorf("the page is %s", page)
	}
	if _, err := os.Stat(filepath.Dir(args)); !os.IsNotExist(err) {
		t.Errorf("the folder is left: %v", err)
	}
}

func TestOpenBrowser_SaysThatItCant(t *testing.T) {
	folder := install(t, "exit 3\n")
	err := instance.OpenBrowser(t.Context(), "http://127.0.0.1:1/start?key=K3Y", func(ctx context.Context) { <-ctx.Done() })
	if err == nil || !strings.Contains(err.Error(), "xdg-open") || strings.Contains(err.Error(), "K3Y") {
		t.Errorf("%v", err)
	}
	left, err := filepath.Glob(filepath.Join(folder, "bcimport-open-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
