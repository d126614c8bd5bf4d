package keychain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// ErrPassphrase means that the file was encrypted with another passphrase.
var ErrPassphrase = errors.New("the passphrase is not the one that the sign-in was saved with")

// workFactor makes trying a passphrase take about a quarter of a second.
const workFactor = 16

// file returns the path of the file, whose name reveals no tenant and no person.
func (e *Entry) file() string {
	sum := sha256.Sum256([]byte(e.Name))
	return filepath.Join(e.Folder, hex.EncodeToString(sum[:8])+".age")
}

func (e *Entry) readFile() (string, error) {
	data, err := os.ReadFile(e.file())
	if err != nil {
		return "", err
	}
	passphrase, err := e.Passphrase()
	if err != nil {
		return "", err
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return "", err
	}
	plain, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		return "", ErrPassphrase
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", e.file(), err)
	}
	return string(text), nil
}

// writeFile replaces the file atomically.
func (e *Entry) writeFile(text []byte) (err error) {
	passphrase, err := e.Passphrase()
	if err != nil {
		return err
	}
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	recipient.SetWorkFactor(workFactor)
	if err := os.MkdirAll(e.Folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(e.Folder, ".*.tmp") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w, err := age.Encrypt(f, recipient)
	if err == nil {
		_, err = w.Write(text)
		err = errors.Join(err, w.Close(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), e.file())
}

func (e *Entry) removeFile() error {
	if err := os.Remove(e.file()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
