package objectstest_test

import (
	"context"
	"errors"
	"io/fs"
	"testing"

	"bcimport/importer/objects"
	"bcimport/importer/objects/objectstest"
)

func TestFaulty_TellsARequestThatIsLostFromAnAnswerThatIs(t *testing.T) {
	t.Parallel()
	folder, err := objects.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var next objectstest.Fault
	store := objectstest.Faulty{Store: folder, Next: func(string, string) objectstest.Fault { return next }}
	objectstest.Store(t, func(t *testing.T) objects.Store {
		folder, err := objects.OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return objectstest.Faulty{Store: folder, Next: func(string, string) objectstest.Fault { return objectstest.Fault{} }}
	})

	next = objectstest.Fault{LostRequest: true}
	if err := store.Create(t.Context(), "a", []byte("1")); !errors.Is(err, objectstest.ErrNetwork) {
		t.Errorf("a lost request: %v", err)
	}
	if _, err := folder.Read(t.Context(), "a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after a lost request: %v", err)
	}
	next = objectstest.Fault{LostAnswer: true}
	if err := store.Create(t.Context(), "a", []byte("1")); !errors.Is(err, objectstest.ErrNetwork) {
		t.Errorf("a lost answer: %v", err)
	}
	next = objectstest.Fault{}
	if data, err := store.Read(t.Context(), "a"); err != nil || string(data) != "1" {
		t.Errorf("after a lost answer: %q, %v", data, err)
	}
	next = objectstest.Fault{First: func(s objects.Store) {
		if err := s.Create(t.Context(), "b", []byte("theirs")); err != nil {
			t.Error(err)
		}
	}}
	if err := store.Create(t.Context(), "b", []byte("mine")); !errors.Is(err, objects.ErrExists) {
		t.Errorf("behind a second writer: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	next = objectstest.Fault{Wait: make(chan struct{}), LostRequest: true}
	cancel()
	if err := store.Put(ctx, "c", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that has gone: %v", err)
	}
}
