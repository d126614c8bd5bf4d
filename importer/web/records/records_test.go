package records_test

import (
	"errors"
	"iter"
	"strings"
	"sync"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/runs"
	"bcimport/importer/web/records"
)

type journals struct{}

func (journals) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}
func (journals) Open(folder string) (runs.Record, error) {
	file, err := sqlite.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}
func (journals) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }
func (journals) Name() string           { return sqlite.Name }

func newStore(t *testing.T) (runs.Store, string) {
	t.Helper()
	folder := t.TempDir()
	s := records.Share(journals{})
	if err := s.Create(folder, importer.About{Command: "run"}, nil); err != nil {
		t.Fatal(err)
	}
	return s, folder
}

func TestShare_ReadersWaitForEachOther(t *testing.T) {
	t.Parallel()
	s, folder := newStore(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			r, err := s.Open(folder)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := r.About(); err != nil {
				t.Error(err)
			}
			r.Close()
			r.Close() // as those do that close early and defer it
		})
	}
	all.Wait()
}

func TestShare_ARunUnderWayIsInUseAtOnce(t *testing.T) {
	t.Parallel()
	s, folder := newStore(t)
	r, err := s.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	waited := make(chan error)
	go func() {
		_, err := s.Open(folder)
		waited <- err
	}()
	if err := r.Begin(func() importer.Spent { return importer.Spent{} }); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; !errors.Is(err, importer.ErrInUse) {
		t.Errorf("the one that waited got %v", err)
	}
	if _, err := s.Open(folder); !errors.Is(err, importer.ErrInUse) {
		t.Errorf("a later one got %v", err)
	}
	r.Close()
	again, err := s.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestShare_ThereIsNoRecord(t *testing.T) {
	t.Parallel()
	s := records.Share(journals{})
	folder := t.TempDir()
	for range 2 {
		if _, err := s.Open(folder); !errors.Is(err, importer.ErrNoRun) {
			t.Errorf("error %v", err)
		}
	}
}
