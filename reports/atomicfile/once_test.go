package atomicfile

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnce_FollowsNoLink(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	victim, link := filepath.Join(folder, "victim"), filepath.Join(folder, "out.yaml")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, link); err != nil {
		t.Fatal(err)
	}
	if err := Once(link, []byte("theirs"), 0o600, false); err == nil {
		t.Error("a file that is there was written to")
	}
	if err := Once(link, []byte("theirs"), 0o600, true); err != nil {
		t.Error(err)
	}
	for path, want := range map[string]string{victim: "mine", link: "theirs"} {
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s holds %q (%v)", filepath.Base(path), got, err)
		}
	}
}
