package metadata

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

const aRoot = "https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0"

func noon() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }

// saved returns a cache with the sample under aRoot, and its file.
func saved(t *testing.T) (Cache, Entry, string) {
	t.Helper()
	c := Cache{Dir: filepath.Join(t.TempDir(), "metadata")}
	e := Entry{ETag: `W/"1"`, LastModified: "Fri, 27 Nov 2026 11:00:00 GMT", Checked: noon(), Document: sample(t)}
	if err := c.Save(aRoot, e); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(c.Dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, error %v", files, err)
	}
	return c, e, files[0]
}

func TestCache_GivesBackWhatWasSaved(t *testing.T) {
	t.Parallel()
	c, e, path := saved(t)
	got, found := c.Load(aRoot)
	if !found || !reflect.DeepEqual(got, e) {
		t.Errorf("found %t: %+v\nwant %+v", found, got, e)
	}
	if _, found := c.Load(aRoot + "/"); found {
		t.Error("found the entry of another root")
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, error %v", info.Mode(), err)
	}
	e.Checked = e.Checked.Add(time.Hour)
	if err := c.Save(aRoot, e); err != nil {
		t.Fatal(err)
	}
	if got, _ := c.Load(aRoot); !got.Checked.Equal(e.Checked) {
		t.Errorf("checked %v", got.Checked)
	}
}

func TestCache_IgnoresADamagedFile(t *testing.T) {
	t.Parallel()
	_, _, path := saved(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damage := map[string][]byte{
		"empty":           {},
		"cut":             whole[:len(whole)/2],
		"without its end": whole[:len(whole)-1],
		"its head alone":  whole[:headSize],
		"one bit":         append(append(bytes.Clone(whole[:500]), whole[500]^1), whole[501:]...),
		"another version": append([]byte("bcimport metadata 0 "), whole[len(version):]...),
		"no JSON":         []byte(head([]byte("x")) + "x"),
	}
	for name, data := range damage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, e, path := saved(t)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if got, found := c.Load(aRoot); found {
				t.Errorf("found %+v", got)
			}
			if err := c.Save(aRoot, e); err != nil {
				t.Fatal(err)
			}
			if _, found := c.Load(aRoot); !found {
				t.Error("not found after it was saved again")
			}
		})
	}
	if _, found := (Cache{Dir: t.TempDir()}).Load(aRoot); found {
		t.Error("found in an empty folder")
	}
}

func TestCache_SaysThatAFolderCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (Cache{Dir: file}).Save(aRoot, Entry{Document: sample(t)}); err == nil {
		t.Error("no error")
	}
}

func TestEntry_IsFreshForADayUnlessTheServiceCanBeAsked(t *testing.T) {
	t.Parallel()
	d := &Document{}
	for name, tt := range map[string]struct {
		entry Entry
		now   time.Time
		want  bool
	}{
		"just read":            {Entry{Checked: noon(), Document: d}, noon(), true},
		"almost a day":         {Entry{Checked: noon(), Document: d}, noon().Add(24*time.Hour - 1), true},
		"a day":                {Entry{Checked: noon(), Document: d}, noon().Add(24 * time.Hour), false},
		"a clock set back":     {Entry{Checked: noon(), Document: d}, noon().Add(-time.Second), false},
		"with an ETag":         {Entry{Checked: noon(), ETag: "x", Document: d}, noon(), false},
		"with a last change":   {Entry{Checked: noon(), LastModified: "x", Document: d}, noon(), false},
		"without a document":   {Entry{Checked: noon()}, noon(), false},
		"what was never saved": {Entry{}, noon(), false},
	} {
		if got := tt.entry.Fresh(tt.now); got != tt.want {
			t.Errorf("%s: fresh %t", name, got)
		}
	}
}

func TestEntry_AsksByItsETagElseByItsLastChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		entry Entry
		want  map[string]string
	}{
		{Entry{}, nil},
		{Entry{ETag: `"1"`, LastModified: "then"}, map[string]string{"If-None-Match": `"1"`}},
		{Entry{LastModified: "then"}, map[string]string{"If-Modified-Since": "then"}},
	} {
		if got := tt.entry.Conditions(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%+v: %v", tt.entry, got)
		}
	}
}

// TestCache_HasTheFormOfItsVersion fails when the form of what is kept changes: raise
// version then, so that no file of the older form is read.
func TestCache_HasTheFormOfItsVersion(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(stored{Root: "r", ETag: "e", LastModified: "l", Checked: noon(), Content: content{
		Digest: "d", Enums: map[string][]string{"N.e": {"a"}},
		Sets: []entitySet{{Name: "s", Type: "N.t", Elsewhere: true, Root: true, Updatable: Allowed, Insertable: Refused, Deletable: Allowed}},
		Types: map[string]entityType{"N.t": {
			Base: "N.b", Key: []string{"k"}, Media: true, References: []reference{{Property: "p", Type: "N.t", Key: "k"}},
			Properties: []property{{Name: "p", Type: "N.e", Length: 1, ReadOnly: "r", Caption: true}},
		}},
	}})
	const form = `bcimport metadata 1 {"root":"r","eTag":"e","lastModified":"l","checked":"2026-11-27T12:00:00Z","content":{"digest":"d",` +
		`"sets":[{"name":"s","type":"N.t","elsewhere":true,"root":true,"updatable":1,"insertable":2,"deletable":1}],` +
		`"types":{"N.t":{"base":"N.b","key":["k"],"media":true,"properties":[{"name":"p","type":"N.e","length":1,"readOnly":"r","caption":true}],` +
		`"references":[{"property":"p","type":"N.t","key":"k"}]}},"enums":{"N.e":["a"]}}}`
	if err != nil || version+string(got) != form {
		t.Errorf("error %v\n got %s\nwant %s", err, version+string(got), form)
	}
}
