// Package imports keeps what a person has begun with a file: a folder for each import with
// the file as it was given, the mapping, and the folders of its plan and its runs. It survives
// the program that made it. Start with Store.
package imports

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"bcimport/reports/atomicfile"
)

const (
	stateFile   = "import.json"
	mappingFile = "mapping.yaml"
	ticksFile   = "ticks.json"
)

var (
	// ErrNone is an import that does not exist, or no longer.
	ErrNone = errors.New("this import does not exist")
	// ErrTooLarge is a file above the bound of Store.Create.
	ErrTooLarge = errors.New("the file is too large")
)

// Import is one file on its way. Its fields are what a person has chosen; what is empty is
// not chosen yet.
type Import struct {
	ID    string    `json:"-"`
	File  string    `json:"file"` // name, without a folder
	Began time.Time `json:"began"`
	// How the file is read, where that is not what is found in it.
	Sheet      string `json:"sheet,omitempty"`
	Encoding   string `json:"encoding,omitempty"`
	Delimiter  string `json:"delimiter,omitempty"`
	HeaderLine int    `json:"header_line,omitempty"`
	// Target is where it goes, by name.
	Target string `json:"target,omitempty"`
	// Accept are the codes of suspicions that do not keep it from going on.
	Accept []string `json:"accept,omitempty"`
	// Plan and Run are the latest run folders of it, by their names within its folder.
	Plan string `json:"plan,omitempty"`
	Run  string `json:"run,omitempty"`
	// Of is the import whose failed rows this one holds.
	Of string `json:"of,omitempty"`
}

// Store keeps imports below a folder. It is safe for concurrent use by one process.
type Store struct {
	dir string
	mu  sync.Mutex // of the state files
}

// Open makes the folder if it is not there.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Store{dir: dir}, nil
}

// Dir is the folder of all imports.
func (s *Store) Dir() string { return s.dir }

// Create takes up a file of at most some bytes, which is streamed to disk. name is what its
// owner calls it; of it only what is safe as a file's name is kept.
func (s *Store) Create(ctx context.Context, name string, in io.Reader, most int64, at time.Time) (Import, error) {
	im := Import{File: safeName(name), Began: at}
	for {
		im.ID = at.Format("20060102-150405") + "-" + strings.ToLower(rand.Text()[:6])
		err := os.Mkdir(filepath.Join(s.dir, im.ID), 0o700)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return Import{}, err
		}
	}
	if err := s.fill(ctx, im, in, most); err != nil {
		return Import{}, errors.Join(err, os.RemoveAll(filepath.Join(s.dir, im.ID)))
	}
	return im, s.save(im)
}

func (s *Store) fill(ctx context.Context, im Import, in io.Reader, most int64) error {
	file, err := os.OpenFile(s.Path(im), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(in, most+1))
	err = errors.Join(err, file.Sync(), file.Close(), ctx.Err())
	if err == nil && n > most {
		return fmt.Errorf("%w: at most %d MB", ErrTooLarge, most/1_000_000)
	}
	return err
}

// Drop removes an import and its file, of which nothing was made yet.
func (s *Store) Drop(im Import) error { return os.RemoveAll(s.Folder(im)) }

// Path is where the file of an import is.
func (s *Store) Path(im Import) string { return filepath.Join(s.Folder(im), im.File) }

// Folder is the folder of an import: plans and runs of it are made in it.
func (s *Store) Folder(im Import) string { return filepath.Join(s.dir, im.ID) }

// Get returns an import by its ID, which may come from anywhere. The error is ErrNone where
// there is none.
func (s *Store) Get(id string) (Import, error) {
	if !filepath.IsLocal(id) || filepath.Base(id) != id || strings.HasPrefix(id, ".") {
		return Import{}, ErrNone
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read(id)
}

func (s *Store) read(id string) (Import, error) {
	data, err := os.ReadFile(filepath.Join(s.dir, id, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Import{}, ErrNone
	}
	if err != nil {
		return Import{}, err
	}
	var im Import
	if err := json.Unmarshal(data, &im); err != nil {
		return Import{}, fmt.Errorf("%s: %w", filepath.Join(id, stateFile), err)
	}
	im.ID, im.File = id, safeName(im.File)
	return im, nil
}

// Change changes an import as it is now, and returns it.
func (s *Store) Change(id string, change func(*Import)) (Import, error) {
	if _, err := s.Get(id); err != nil {
		return Import{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	im, err := s.read(id)
	if err != nil {
		return Import{}, err
	}
	change(&im)
	return im, s.write(im)
}

func (s *Store) save(im Import) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(im)
}

func (s *Store) write(im Import) error {
	data, err := json.MarshalIndent(im, "", "  ")
	if err != nil {
		return err
	}
	return s.replace(im, stateFile, data)
}

// replace writes a file of an import that is never seen in part.
func (s *Store) replace(im Import, name string, data []byte) error {
	file, err := atomicfile.CreateAt(filepath.Join(s.Folder(im), name))
	if err != nil {
		return err
	}
	defer file.Discard()
	if _, err := file.Write(data); err != nil {
		return err
	}
	return file.Commit()
}

// Mapping returns the text of an import's mapping; nil where there is none yet.
func (s *Store) Mapping(im Import) ([]byte, error) {
	data, err := os.ReadFile(s.MappingPath(im))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// MappingPath is where the mapping of an import is.
func (s *Store) MappingPath(im Import) string { return filepath.Join(s.Folder(im), mappingFile) }

// SetMapping keeps the mapping of an import.
func (s *Store) SetMapping(im Import, text []byte) error { return s.replace(im, mappingFile, text) }

// ticks are the changes of a plan that a person has accepted, a bit each.
type ticks struct {
	Plan     string `json:"plan"`
	Accepted []byte `json:"accepted"`
}

// Ticks returns which changes of its plan were accepted in an import, as SetTicks has kept it;
// nil where that is not known.
func (s *Store) Ticks(im Import) []byte {
	data, err := os.ReadFile(filepath.Join(s.Folder(im), ticksFile))
	var kept ticks
	if err != nil || json.Unmarshal(data, &kept) != nil || kept.Plan != im.Plan {
		return nil
	}
	return kept.Accepted
}

// SetTicks keeps which changes of its plan are accepted in an import.
func (s *Store) SetTicks(im Import, accepted []byte) error {
	data, err := json.Marshal(ticks{im.Plan, accepted})
	if err != nil {
		return err
	}
	return s.replace(im, ticksFile, data)
}

// All lists the imports, the newest first. One that cannot be read is left out.
func (s *Store) All() ([]Import, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var all []Import
	for _, e := range entries {
		if im, err := s.Get(e.Name()); err == nil {
			all = append(all, im)
		}
	}
	slices.SortFunc(all, func(a, b Import) int { return b.Began.Compare(a.Began) })
	return all, nil
}

// safeName is a file's name without what a file system or a person could stumble over.
func safeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	name = strings.Trim(name, " .")
	for len(name) > 120 {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	if stem, _, _ := strings.Cut(name, "."); reserved(stem) || slices.Contains([]string{stateFile, mappingFile, ticksFile}, strings.ToLower(name)) {
		return "file-" + name
	}
	return name
}

// reserved reports whether Windows keeps a name for a device.
func reserved(stem string) bool {
	switch stem = strings.ToUpper(stem); stem {
	case "", "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}
