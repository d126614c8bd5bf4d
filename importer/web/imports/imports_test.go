package imports

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestStore_FindsAgainWhatWasBegun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	im, err := s.Create(t.Context(), `C:\Users\me\Kontakte.xlsx`, strings.NewReader("a;b\n"), 100, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetMapping(im, []byte("key: a\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Change(im.ID, func(im *Import) { im.Target = "test" }); err != nil {
		t.Fatal(err)
	}
	again, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	all, err := again.All()
	if err != nil || len(all) != 1 || all[0].File != "Kontakte.xlsx" || all[0].Target != "test" {
		t.Fatalf("All returned %+v, %v", all, err)
	}
	if data, err := os.ReadFile(again.Path(all[0])); err != nil || string(data) != "a;b\n" {
		t.Errorf("the file holds %q (%v)", data, err)
	}
	if text, err := again.Mapping(all[0]); err != nil || string(text) != "key: a\n" {
		t.Errorf("the mapping is %q (%v)", text, err)
	}
}

func TestStore_LeavesNothingOfAFileAboveTheBound(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(t.Context(), "a.csv", strings.NewReader("12345"), 4, time.Now()); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file of 5 bytes where 4 may be: %v", err)
	}
	if left, _ := os.ReadDir(s.Dir()); len(left) != 0 {
		t.Errorf("%d entries are left", len(left))
	}
}

func TestStore_GetKnowsNothingOutsideItsFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, stateFile), []byte(`{"file":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(filepath.Join(dir, "below"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", ".", "..", "../.", "/", "a/b", `..\x`, "x\x00"} {
		if _, err := s.Get(id); err == nil {
			t.Errorf("%q is an import", id)
		}
	}
}

func TestSafeName_StaysInItsFolder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		got := safeName(name)
		if got == "" || got == "." || filepath.Base(got) != got || !filepath.IsLocal(got) || len(got) > 130 {
			t.Fatalf("%q becomes %q", name, got)
		}
		if again := safeName(got); again != got {
			t.Fatalf("%q becomes %q, and that %q", name, got, again)
		}
	})
}
