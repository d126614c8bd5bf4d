package objects_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bcimport/importer/objects"
)

func open(t *testing.T) *objects.Folder {
	t.Helper()
	f, err := objects.OpenFolder(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCreate_HasOneWinnerAName(t *testing.T) {
	t.Parallel()
	f := open(t)
	const writers, names = 8, 60
	var wins [names]atomic.Int32
	var winner [names]atomic.Int32
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for n := range names {
				err := f.Create(context.Background(), fmt.Sprintf("log/%08d", n), []byte{byte(w)})
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
		data, err := f.Read(context.Background(), fmt.Sprintf("log/%08d", n))
		must(t, err)
		if wins[n].Load() != 1 || !bytes.Equal(data, []byte{byte(winner[n].Load())}) {
			t.Errorf("%d: %d winners, and the object is %v", n, wins[n].Load(), data)
		}
	}
}

func TestFolder_KeepsObjectsByName(t *testing.T) {
	t.Parallel()
	f, ctx := open(t), context.Background()
	for _, name := range []string{"a/b", "a-b", "a/b-c/d", "a/c", "b", "a.b"} {
		must(t, f.Put(ctx, name, []byte(name)))
	}
	must(t, f.Upload(ctx, "a/c", strings.NewReader("new")))
	names := func(s objects.Store, prefix string) (names []string) {
		for o, err := range s.List(ctx, prefix) {
			must(t, err)
			names = append(names, fmt.Sprint(o.Name, " ", o.Size))
		}
		return names
	}
	for prefix, want := range map[string][]string{
		"":      {"a-b 3", "a.b 3", "a/b 3", "a/b-c/d 7", "a/c 3", "b 1"},
		"a/":    {"a/b 3", "a/b-c/d 7", "a/c 3"},
		"a/b":   {"a/b 3", "a/b-c/d 7"},
		"none/": nil,
	} {
		if got := names(f, prefix); !slices.Equal(got, want) {
			t.Errorf("%q: %q", prefix, got)
		}
	}
	if got := names(objects.Below(f, "a/"), "b"); !slices.Equal(got, []string{"b 3", "b-c/d 7"}) {
		t.Errorf("below: %q", got)
	}
	r, about, err := f.Reader(ctx, "a/c")
	must(t, err)
	data, err := io.ReadAll(r)
	must(t, err)
	must(t, r.Close())
	if string(data) != "new" || about.Size != 3 || about.Name != "a/c" {
		t.Errorf("%q, %+v", data, about)
	}
	must(t, f.Delete(ctx, "a/c"))
	must(t, f.Delete(ctx, "a/c"))
	for _, name := range []string{"a/c", "a", "a/b-c"} {
		if _, err := f.Read(ctx, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("read %s: %v", name, err)
		}
	}
}

func TestFolder_RefusesNamesThatLeadElsewhere(t *testing.T) {
	t.Parallel()
	f, ctx := open(t), context.Background()
	for _, name := range []string{"", ".", "..", "../x", "a/../../x", "/etc/x", "a//b", "a/", `a\b`, "c:x", "a\x00b", strings.Repeat("x", 701)} {
		if f.Create(ctx, name, nil) == nil || f.Put(ctx, name, nil) == nil || f.Delete(ctx, name) == nil {
			t.Errorf("%q is taken", name)
		}
		if _, err := f.Read(ctx, name); err == nil {
			t.Errorf("%q is read", name)
		}
	}
}

// A writer that is cut off leaves nothing under the name, and what it leaves is not listed.
func TestUpload_IsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := objects.OpenFolder(dir)
	must(t, err)
	broken := io.MultiReader(strings.NewReader("half"), failing{})
	if err := f.Upload(context.Background(), "in/file", broken); err == nil {
		t.Error("half a file is taken")
	}
	must(t, os.WriteFile(filepath.Join(dir, "in", ".unfinished-X"), nil, 0o600))
	for o, err := range f.List(context.Background(), "") {
		t.Errorf("%v %v", o, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Create(ctx, "in/file", nil); err == nil {
		t.Error("it is written though its caller has gone")
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("cut off") }
