package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"bcimport/reports/atomicfile"
)

// note says how a running instance is reached. Only its own user can read it. Where several
// machines share that user's folders, that of another one leads to nobody who has the secret.
type note struct {
	Host   string `json:"host"`
	Secret string `json:"secret"`
}

// notePath is the file of the note of a folder. It is not in that folder, which others may
// be able to read.
func (c Config) notePath() string {
	sum := sha256.Sum256([]byte(c.Dir))
	return filepath.Join(c.State, "pages", hex.EncodeToString(sum[:12])+".json")
}

// leave writes the note, in place of one of an instance that was killed.
func (n note) leave(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := atomicfile.CreateAt(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := json.NewEncoder(f).Encode(n); err != nil {
		return err
	}
	return f.Commit()
}

// readNote reads the note of a running instance.
func readNote(path string) (note, error) {
	f, err := os.Open(path)
	if err != nil {
		return note{}, err
	}
	defer f.Close()
	var n note
	if err := json.NewDecoder(io.LimitReader(f, 4<<10)).Decode(&n); err != nil {
		return note{}, fmt.Errorf("read %s: %w", path, err)
	}
	ip, _, err := net.SplitHostPort(n.Host)
	if err != nil || ip != "127.0.0.1" || n.Secret == "" {
		return note{}, fmt.Errorf("%s is damaged", path)
	}
	return n, nil
}

// remove drops a note that may be gone.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
