// Package keychain keeps the sign-in of a person between commands: in the
// keychain of the operating system, or, where there is none, in a file that is
// encrypted with a passphrase. It knows nothing of what it keeps. Start with Entry.
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

// ErrNotFound is an entry that holds nothing.
var ErrNotFound = errors.New("nothing is kept under this name")

// ErrSilent is a keychain that did not answer: there is none, or it is locked. What it
// may keep is not known; so it comes with ErrNotFound.
var ErrSilent = errors.New("the keychain does not answer")

const service = "bcimport"

// Entry is one secret with a note of whose it is. It is used by one goroutine.
type Entry struct {
	// Name is that of the entry in the keychain.
	Name string
	// Folder holds the encrypted file, should it come to that.
	Folder string
	// FileOnly leaves the keychain alone.
	FileOnly bool
	// Passphrase is asked for where the file is read or written.
	Passphrase func() (string, error)

	read *content // what is kept, once it was read or written
}

// content is what is kept, in either place.
type content struct {
	Secret string `json:"secret"`
	Owner  string `json:"owner"`
}

// Load returns the secret. The error is ErrNotFound where there is none.
func (e *Entry) Load() (string, error) {
	c, err := e.content()
	return c.Secret, err
}

// Owner returns the note that the secret was saved with, and where it is kept.
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
		return content{}, fmt.Errorf("what is kept as %q can't be read: %w", e.Name, ErrNotFound)
	}
	e.read = &c
	return c, nil
}

// text reads the file before the keychain: it is there only where the keychain
// could not be used.
func (e *Entry) text() (string, error) {
	text, err := e.readFile()
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	if e.FileOnly {
		return "", ErrNotFound
	}
	text, err = timely(func() (string, error) { return keyring.Get(service, e.Name) })
	return text, notFound(err)
}

// mostWait is how long the keychain may ask a person to unlock it; at night nobody does.
const mostWait = time.Minute

// timely asks the keychain, which can't be interrupted. A Linux without a session has
// none: asking would start one.
func timely(ask func() (string, error)) (string, error) {
	if runtime.GOOS == "linux" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err != nil {
			return "", errors.New("there is no session")
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
	timer := time.NewTimer(mostWait)
	defer timer.Stop()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-timer.C:
		return "", errors.New("it waits for somebody to unlock it")
	}
}

func notFound(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	}
	return fmt.Errorf("%w: %w: %w", ErrNotFound, ErrSilent, err)
}

// Save keeps a secret in place of the one that was loaded. One that has been deleted or
// replaced since stays so: that is somebody's later wish.
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

// Keep keeps a secret and notes whose it is.
func (e *Entry) Keep(secret, owner string) error {
	c := content{secret, owner}
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if !e.FileOnly {
		if _, err := timely(func() (string, error) { return "", keyring.Set(service, e.Name, string(text)) }); err == nil {
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

// Delete forgets the secret in both places; the error is ErrNotFound where there was none.
func (e *Entry) Delete() error {
	e.read = nil
	_, gone := os.Stat(e.file())
	if err := e.removeFile(); err != nil {
		return err
	}
	switch {
	case gone == nil && !e.FileOnly:
		_, _ = e.forget() // a second one; the file was read first
	case gone != nil && e.FileOnly:
		return ErrNotFound
	case gone != nil:
		_, err := e.forget()
		return notFound(err)
	}
	return nil
}

func (e *Entry) forget() (string, error) {
	return timely(func() (string, error) { return "", keyring.Delete(service, e.Name) })
}

// Reachable tells whether the operating system's keychain answers.
func Reachable() bool {
	_, err := timely(func() (string, error) { return keyring.Get(service, "") })
	return err == nil || errors.Is(err, keyring.ErrNotFound)
}
