package keychain

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func inFile(folder, passphrase string) *Entry {
	return &Entry{Name: "contoso client", Folder: folder, FileOnly: true, Passphrase: func() (string, error) { return passphrase, nil }}
}

func TestEntry_KeepsASecretAndItsOwnerInAnEncryptedFile(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "sign-in")
	if _, err := inFile(folder, "pass").Load(); !errors.Is(err, ErrNotFound) {
		t.Fatalf("of nothing: %v", err)
	}
	if err := inFile(folder, "pass").Keep("refresh-1", "ann@contoso.com"); err != nil {
		t.Fatal(err)
	}
	if err := inFile(folder, "pass").Save("refresh-2"); err != nil {
		t.Fatal(err)
	}
	e := inFile(folder, "pass")
	secret, err := e.Load()
	owner, place, ownerErr := e.Owner()
	if secret != "refresh-2" || owner != "ann@contoso.com" || place != e.file() || err != nil || ownerErr != nil {
		t.Errorf("%q of %q in %s, %v, %v", secret, owner, place, err, ownerErr)
	}
	files, _ := os.ReadDir(folder)
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	data, err := os.ReadFile(filepath.Join(folder, files[0].Name()))
	if err != nil || bytes.Contains(data, []byte("refresh")) || bytes.Contains(data, []byte("contoso")) {
		t.Errorf("the file can be read: %q, %v", data, err)
	}
	if info, _ := files[0].Info(); info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestSave_LeavesALaterSignInAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	run := inFile(folder, "pass")
	if err := errors.Join(run.Keep("ann-1", "ann"), inFile(folder, "pass").Keep("bob-1", "bob")); err != nil {
		t.Fatal(err)
	}
	if err := run.Save("ann-2"); err != nil {
		t.Fatal(err)
	}
	if secret, err := inFile(folder, "pass").Load(); secret != "bob-1" || err != nil {
		t.Errorf("after another sign-in: %q, %v", secret, err)
	}
	if err := inFile(folder, "pass").Delete(); err != nil {
		t.Fatal(err)
	}
	if err := run.Save("ann-3"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after a sign-out: %v", err)
	}
	if secret, err := inFile(folder, "pass").Load(); !errors.Is(err, ErrNotFound) {
		t.Errorf("after a sign-out: %q, %v", secret, err)
	}
}

func TestEntry_WrongPassphraseIsNamedAndLosesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := inFile(folder, "pass").Keep("refresh", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := inFile(folder, "other").Load(); !errors.Is(err, ErrPassphrase) {
		t.Errorf("error %v", err)
	}
	if secret, err := inFile(folder, "pass").Load(); secret != "refresh" || err != nil {
		t.Errorf("%q, %v", secret, err)
	}
}

func TestEntry_DeletedIsGone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	e := inFile(folder, "pass")
	if err := e.Keep("refresh", ""); err != nil {
		t.Fatal(err)
	}
	if err := e.Delete(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Load(); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v", err)
	}
	if err := e.Delete(); !errors.Is(err, ErrNotFound) {
		t.Errorf("second deletion: %v", err)
	}
}
