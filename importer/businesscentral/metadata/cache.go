package metadata

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
)

// Cache keeps documents between runs, one file a root, readable by its owner alone. It is
// safe for concurrent use, also by several processes: a file appears as a whole.
type Cache struct {
	Dir string
}

// Entry is a document with what is needed to learn whether it still holds.
type Entry struct {
	// ETag and LastModified are the headers of the answer, empty where it had none.
	ETag, LastModified string
	// Checked is when the service last gave the document, or said that it had not changed.
	Checked  time.Time
	Document *Document
}

// trusted is how long a document without ETag and Last-Modified is taken as it is. Fields
// change when an app is installed or updated.
const trusted = 24 * time.Hour

// Fresh reports whether the document can be used without asking the service. One with an
// ETag or Last-Modified never is: asking costs one small answer. One without them is for a
// day; whoever misses a set or a field in it should read $metadata again before refusing.
func (e Entry) Fresh(now time.Time) bool {
	age := now.Sub(e.Checked)
	return e.Document != nil && len(e.Conditions()) == 0 && age >= 0 && age < trusted
}

// Conditions returns the headers with which the service is asked for another document than
// this one. If it answers 304, save the entry with a new Checked.
func (e Entry) Conditions() map[string]string {
	switch {
	case e.ETag != "":
		return map[string]string{"If-None-Match": e.ETag}
	case e.LastModified != "":
		return map[string]string{"If-Modified-Since": e.LastModified}
	}
	return nil
}

// stored is the form of an entry in its file.
type stored struct {
	Root         string    `json:"root"`
	ETag         string    `json:"eTag,omitzero"`
	LastModified string    `json:"lastModified,omitzero"`
	Checked      time.Time `json:"checked"`
	Content      content   `json:"content"`
}

// A file is a line with the version of its form and the SHA-256 of what follows. The
// version is raised whenever content changes.
const (
	version   = "bcimport metadata 1 "
	headSize  = len(version) + 2*sha256.Size + 1
	maxStored = 32 << 20
)

// Load returns the entry of a root. One that is damaged, of another version or not there
// is not found, and to be read from the service again.
func (c Cache) Load(root string) (Entry, bool) {
	data, err := c.read(root)
	if err != nil || len(data) < headSize || string(data[:headSize]) != head(data[headSize:]) {
		return Entry{}, false
	}
	var s stored
	if json.Unmarshal(data[headSize:], &s) != nil || s.Root != root {
		return Entry{}, false
	}
	return Entry{ETag: s.ETag, LastModified: s.LastModified, Checked: s.Checked, Document: newDocument(s.Content)}, true
}

func (c Cache) read(root string) ([]byte, error) {
	path := c.path(root)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() > maxStored {
		return nil, errors.Join(err, errors.New("not a file of the cache"))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxStored))
}

// Save keeps the entry of a root in place of an older one. Without it the next run reads
// $metadata again, so that its error is worth a warning at most.
func (c Cache) Save(root string, e Entry) error {
	body, err := json.Marshal(stored{root, e.ETag, e.LastModified, e.Checked.UTC(), e.Document.content}, json.Deterministic(true))
	if err != nil {
		return fmt.Errorf("keep $metadata: %w", err)
	}
	if len(body) > maxStored-headSize {
		return fmt.Errorf("keep $metadata: %w", ErrTooLarge)
	}
	if err := c.write(c.path(root), append([]byte(head(body)), body...)); err != nil {
		return fmt.Errorf("keep $metadata: %w", err)
	}
	return nil
}

// write gives a file its name when it is complete.
func (c Cache) write(path string, data []byte) error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.Dir, ".metadata-*.tmp") // 0600
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(data))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// path returns the file of a root, whose name does not say which root it is.
func (c Cache) path(root string) string {
	sum := sha256.Sum256([]byte(root))
	return filepath.Join(c.Dir, hex.EncodeToString(sum[:])+".metadata")
}

func head(body []byte) string {
	sum := sha256.Sum256(body)
	return version + hex.EncodeToString(sum[:]) + "\n"
}
