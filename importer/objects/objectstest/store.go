// Package objectstest holds what every store of objects must do, and a store whose calls go
// wrong in the ways that networks know.
package objectstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"bcimport/importer/objects"
)

// Store holds a store to what all of them promise. open makes an empty one.
func Store(t *testing.T, open func(t *testing.T) objects.Store) {
	for name, promise := range map[string]func(*testing.T, objects.Store){
		"CreateHasOneWinnerAName": oneWinner, "ObjectsAreKeptByName": byName, "NamesLeadNowhereElse": names,
		"AnUploadIsWholeOrNotThere": whole, "AVersionIsThatOfTheContent": versions,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			promise(t, s)
			must(t, s.Close())
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func oneWinner(t *testing.T, s objects.Store) {
	const writers, names = 8, 100
	var wins, winner [names]atomic.Int32
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for n := range names {
				err := s.Create(t.Context(), fmt.Sprintf("log/%08d", n), []byte{byte(w)})
				switch {
				case err == nil:
					wins[n].Add(1)
					winner[n].Store(int32(w))
				case !errors.Is(err, objects.ErrExists):
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for n := range names {
		data, err := s.Read(t.Context(), fmt.Sprintf("log/%08d", n))
		must(t, err)
		if wins[n].Load() != 1 || !bytes.Equal(data, []byte{byte(winner[n].Load())}) {
			t.Errorf("%d: %d winners, and the object is %v", n, wins[n].Load(), data)
		}
	}
}

func byName(t *testing.T, s objects.Store) {
	ctx := t.Context()
	for _, name := range []string{"a/b", "a-b", "a/b-c/d", "a/c", "b", "a.b", "ä ö/%20+&"} {
		must(t, s.Put(ctx, name, []byte(name)))
	}
	must(t, s.Upload(ctx, "a/c", strings.NewReader("new")))
	for prefix, want := range map[string][]string{
		"":      {"a-b 3", "a.b 3", "a/b 3", "a/b-c/d 7", "a/c 3", "b 1", "ä ö/%20+& 11"},
		"a/":    {"a/b 3", "a/b-c/d 7", "a/c 3"},
		"a/b":   {"a/b 3", "a/b-c/d 7"},
		"none/": nil,
	} {
		if got := list(t, s, prefix); !slices.Equal(got, want) {
			t.Errorf("%q: %q", prefix, got)
		}
	}
	if got := list(t, objects.Below(s, "a/"), "b"); !slices.Equal(got, []string{"b 3", "b-c/d 7"}) {
		t.Errorf("below: %q", got)
	}
	data, err := s.Read(ctx, "a/c")
	must(t, err)
	if string(data) != "new" {
		t.Errorf("a/c is %q", data)
	}
	must(t, s.Delete(ctx, "a/c"))
	must(t, s.Delete(ctx, "a/c"))
	for _, name := range []string{"a/c", "a", "a/b-c"} {
		if _, err := s.Read(ctx, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("read %s: %v", name, err)
		}
		if _, _, err := s.Reader(ctx, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("open %s: %v", name, err)
		}
	}
}

func list(t *testing.T, s objects.Store, prefix string) (names []string) {
	t.Helper()
	for o, err := range s.List(t.Context(), prefix) {
		must(t, err)
		names = append(names, fmt.Sprint(o.Name, " ", o.Size))
	}
	return names
}

func names(t *testing.T, s objects.Store) {
	ctx := t.Context()
	for _, name := range []string{
		"", ".", "..", "../x", "a/../../x", "/etc/x", "a//b", "a/", `a\b`, "c:x", "a\x00b", "a/.unfinished-X", strings.Repeat("x", 701),
	} {
		if s.Create(ctx, name, nil) == nil || s.Put(ctx, name, nil) == nil || s.Delete(ctx, name) == nil {
			t.Errorf("%q is taken", name)
		}
		if _, err := s.Read(ctx, name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q is looked for: %v", name, err)
		}
	}
}

func whole(t *testing.T, s objects.Store) {
	cut := errors.New("cut off")
	broken := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(cut))
	if err := s.Upload(t.Context(), "in/file", broken); !errors.Is(err, cut) {
		t.Errorf("half a file: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Create(ctx, "in/file", nil); err == nil {
		t.Error("it is written though its caller has gone")
	}
	if got := list(t, s, ""); got != nil {
		t.Errorf("left behind: %q", got)
	}
}

func versions(t *testing.T, s objects.Store) {
	version := func() string {
		r, read, err := s.Reader(t.Context(), "a/b")
		must(t, err)
		defer r.Close()
		data, err := io.ReadAll(r)
		must(t, err)
		for listed, err := range s.List(t.Context(), "a/") {
			must(t, err)
			if listed.Name != read.Name || listed.Version != read.Version || listed.Version == "" || listed.Size != int64(len(data)) || read.Size != listed.Size {
				t.Errorf("listed %+v, read %+v", listed, read)
			}
		}
		return read.Version
	}
	must(t, s.Put(t.Context(), "a/b", []byte("one")))
	first := version()
	if again := version(); again != first {
		t.Errorf("%s became %s", first, again)
	}
	must(t, s.Put(t.Context(), "a/b", []byte("four")))
	if second := version(); second == first {
		t.Errorf("another content has the version %s, too", second)
	}
}
