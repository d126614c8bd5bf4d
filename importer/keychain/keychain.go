// Package keychain stores the sign-in of a person between commands: in the keychain of
// the operating system or, where there is none, in a file encrypted with a passphrase. It
// knows nothing of what it stores. Start with Entry.
package keychain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"
)

// ErrNotFound means that an entry holds nothing.
var ErrNotFound = errors.New("nothing is stored under this name")

// ErrUnavailable means that there is no keychain or that it is locked. What it may hold is
// not known, so it comes with ErrNotFound.
var ErrUnavailable = errors.New("the keychain is unavailable")

const service = "bcimport"

// Entry is one secret with the name of its owner. It is for one goroutine.
type Entry struct {
	// Name is that of the entry in the keychain.
	Name string
	// Folder holds the encrypted file, should it come to that.
	Folder string
	// FileOnly leaves the keychain alone.
	FileOnly bool
	// Passphrase is called where the file is read or written.
	Passphrase func() (string, error)

	read *content // what is stored, once it was read or written
}

// content is what is stored, in either place.
type content struct {
	Secret string `json:"secret"`
	Owner  string `json:"owner"`
}

// Load returns the secret. The error is ErrNotFound where there is none.
func (e *Entry) Load() (string, error) {
	c, err := e.content()
	return c.Secret, err
}

// Owner returns the owner that the secret was stored with, and where it is stored.
func (e *Entry) Owner() (owner, place string, err error) {
	c, err := e.content()
	if err != nil {
		return "", "", err
	}
	if _, err := os.Stat(e.file()); err == nil {
		return c.Owner, e.file(), nil
	}
	return c.Owner, "the keychain", nil
}

func (e *Entry) content() (content, error) {
	if e.read != nil {
		return *e.read, nil
	}
	text, err := e.text()
	if err != nil {
		return content{}, err
	}
	var c content
	if json.Unmarshal([]byte(text), &c) != nil || c.Secret == "" {
		return content{}, fmt.Errorf("the entry %q can't be read: %w", e.Name, ErrNotFound)
	}
	e.read = &c
	return c, nil
}

// text reads the file before the keychain: a file exists only where the keychain could
// not be used.
func (e *Entry) text() (string, error) {
	text, err := e.readFile()
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	if e.FileOnly {
		return "", ErrNotFound
	}
	text, err = withTimeout(func() (string, error) { return keyring.Get(service, e.Name) })
	return text, notFound(err)
}

// maxWait is how long the keychain may ask a person to unlock it: an unattended run must
// not wait for one.
const maxWait = time.Minute

// withTimeout asks the keychain, which can't be interrupted. It does not ask on a Linux
// without a session: that would start one.
func withTimeout(ask func() (string, error)) (string, error) {
	if runtime.GOOS == "linux" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err != nil {
			return "", errors.New("no desktop session")
		}
	}
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := ask()
		answers <- answer{text, err}
	}()
	timer := time.NewTimer(maxWait)
	defer timer.Stop()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-timer.C:
		return "", errors.New("it is waiting to be unlocked")
	}
}

func notFound(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	}
	return fmt.Errorf("%w: %w: %w", ErrNotFound, ErrUnavailable, err)
}

// Save stores a secret in place of the one that was loaded. It changes nothing where that
// was deleted or replaced since, because a later sign-in or sign-out counts.
func (e *Entry) Save(secret string) error {
	before, loaded := content{}, e.read != nil
	if loaded {
		before = *e.read
	}
	e.read = nil
	kept, err := e.content()
	if err != nil || loaded && kept.Secret != before.Secret {
		return err
	}
	return e.Keep(secret, kept.Owner)
}

// Keep stores a secret and its owner.
func (e *Entry) Keep(secret, owner string) error {
	c := content{secret, owner}
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if !e.FileOnly {
		if _, err := withTimeout(func() (string, error) { return "", keyring.Set(service, e.Name, string(text)) }); err == nil {
			e.read = &c
			return e.removeFile()
		}
	}
	if err := e.writeFile(text); err != nil {
		return err
	}
	e.read = &c
	return nil
}

// Delete removes the secret from both places; the error is ErrNotFound where there was none.
func (e *Entry) Delete() error {
	e.read = nil
	_, gone := os.Stat(e.file())
	if err := e.removeFile(); err != nil {
		return err
	}
	switch {
	case gone == nil && !e.FileOnly:
		_, _ = e.deleteFromKeychain() // an older one, which the file came before
	case gone != nil && e.FileOnly:
		return ErrNotFound
	case gone != nil:
		_, err := e.deleteFromKeychain()
		return notFound(err)
	}
	return nil
}

func (e *Entry) deleteFromKeychain() (string, error) {
	return withTimeout(func() (string, error) { return "", keyring.Delete(service, e.Name) })
}

// Reachable reports whether the operating system's keychain can be used.
func Reachable() bool {
	_, err := withTimeout(func() (string, error) { return keyring.Get(service, "") })
	return err == nil || errors.Is(err, keyring.ErrNotFound)
}
