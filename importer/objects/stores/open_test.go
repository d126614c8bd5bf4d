//go:build !slim

package stores_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/objects"
	"bcimport/importer/objects/objectstest"
	"bcimport/importer/objects/stores"
)

func TestOpen_RefusesWhatIsNoAddressAndShowsNoSecret(t *testing.T) {
	t.Setenv("AZURE_STORAGE_ACCOUNT", "nights")
	t.Setenv("AZURE_STORAGE_KEY", "")
	for _, address := range []string{
		"", "nights", "https://example.com/x", "file://server/share", "file://", "file:///x?y=1",
		"azblob://nights/../x", "azblob://user:hunter2@nights/x", "s3://key:hunter2@nights",
		"azblob://nights?sig=hunter2", "s3://nights?secret=hunter2", "azblob://nights/%zz?sig=hunter2",
		"azblob://nights?protocol=http", "azblob://nights?protocol=http&domain=10.0.0.7:10000", "s3://nights?endpoint=http://minio:9000",
	} {
		s, err := stores.Open(t.Context(), address)
		if err == nil {
			t.Errorf("%s is opened: %v", address, s)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: a secret is shown: %v", address, err)
		}
		if importer.KindOf(err) != importer.KindInvalid || len(importer.Hints(err)) == 0 {
			t.Errorf("%s: nothing is said of what to do: %v", address, err)
		}
	}
}

func TestOpen_TakesAFolderByItsAddress(t *testing.T) {
	t.Parallel()
	dir := filepath.ToSlash(t.TempDir())
	s, err := stores.Open(t.Context(), "file:///"+strings.TrimPrefix(dir, "/")+"/the%20nights")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), "a", nil); err != nil {
		t.Error(err)
	}
	if found, err := filepath.Glob(filepath.FromSlash(dir) + "/the nights/a"); len(found) != 1 || err != nil {
		t.Errorf("%v %v", found, err)
	}
}

func TestProbe_FindsAStoreThatMakesAnObjectTwice(t *testing.T) {
	t.Parallel()
	s, err := objects.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := stores.Probe(t.Context(), s); err != nil {
		t.Error(err)
	}
	if err := stores.Probe(t.Context(), replacing{s}); importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("a store that replaces: %v", err)
	}
	lost := objectstest.Faulty{Store: s, Next: func(call, _ string) objectstest.Fault {
		return objectstest.Fault{LostRequest: call == "Create"}
	}}
	if err := stores.Probe(t.Context(), lost); !errors.Is(err, objectstest.ErrNetwork) {
		t.Errorf("a store that does not answer: %v", err)
	}
	for o, err := range s.List(t.Context(), "") {
		t.Errorf("left behind: %v %v", o, err)
	}
}

// replacing is a store that knows no "only if absent".
type replacing struct{ *objects.Folder }

func (r replacing) Create(ctx context.Context, name string, data []byte) error {
	return r.Put(ctx, name, data)
}
