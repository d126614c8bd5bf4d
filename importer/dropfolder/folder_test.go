package dropfolder

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T) *Folder {
	t.Helper()
	f, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func drop(t *testing.T, f *Folder, name, text string, age time.Duration) {
	t.Helper()
	path := filepath.Join(f.Incoming(), name)
	when := time.Now().Add(-age)
	if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, when, when)); err != nil {
		t.Fatal(err)
	}
}

func TestList_OldestFirstWithoutWhatIsNotMeant(t *testing.T) {
	t.Parallel()
	f := open(t)
	drop(t, f, "new.csv", "", time.Minute)
	drop(t, f, "old.csv", "", time.Hour)
	for _, name := range []string{"~$a.xlsx", ".hidden", "a.TMP", "b.part", "c.crdownload", "Desktop.ini"} {
		drop(t, f, name, "", time.Hour)
	}
	if err := os.Mkdir(filepath.Join(f.Incoming(), "folder.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	files, notRegular, err := f.List()
	if err != nil || len(files) != 2 || files[0].Name != "old.csv" || files[1].Name != "new.csv" || !slices.Equal(notRegular, []string{"folder.csv"}) {
		t.Errorf("files %v, notRegular %v, %v", files, notRegular, err)
	}
}

func TestFolder_HasOneWatcher(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := Open(f.dir); !errors.Is(err, ErrInUse) {
		t.Errorf("second watcher: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestItem_GoesItsWayAndOverwritesNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	now := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	for i := range 3 { // one name, one second
		drop(t, f, "a.b.csv", string(rune('0'+i)), 0)
		if _, err := f.Take("a.b.csv", now); err != nil {
			t.Fatal(err)
		}
	}
	items, err := f.Items()
	if err != nil || len(items) != 3 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	for _, item := range items {
		if item.Name != "a.b.csv" || !item.Taken.Equal(now) {
			t.Errorf("item %+v", item)
		}
		if err := item.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	found, err := filepath.Glob(filepath.Join(f.dir, done, "*", "a.b.csv"))
	if err != nil || len(found) != 3 {
		t.Errorf("done: %v, %v", found, err)
	}
	left, err := Processed(f.dir, false)
	if err != nil || len(left) != 3 || left[0].Path() != found[0] {
		t.Errorf("left: %v, %v", left, err)
	}
	if none, err := Processed(t.TempDir(), true); none != nil || err != nil {
		t.Errorf("left in no drop folder: %v, %v", none, err)
	}
}

func TestItem_KnowsItsFileAmongWhatItsRunLeft(t *testing.T) {
	t.Parallel()
	stem := strings.Repeat("x", 70) // cut in the item's name
	for _, ending := range []string{".xlsx", ".csv", "", ".an-ending-as-long-as-this", ".sent-on-the-1st", ".z"} {
		f := open(t)
		name := stem + ending
		drop(t, f, name, "", 0)
		j, err := f.Take(name, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, left := range []string{".failed.csv", ".failed.xlsx", ".reason.txt"} {
			if err := os.WriteFile(filepath.Join(j.Dir(), stem+left), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if items, err := f.Items(); err != nil || len(items) != 1 || items[0].Name != name {
			t.Errorf("%q: items %+v, %v", ending, items, err)
		}
	}
}

func TestTake_LeavesNothingBehindWhereTheFileIsGone(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := f.Take("gone.csv", time.Now()); err == nil {
		t.Error("a file that is gone was taken")
	}
	if left, _ := os.ReadDir(filepath.Join(f.dir, working)); len(left) != 0 {
		t.Errorf("working holds %v", left)
	}
}

func TestOpen_RemovesTheFolderOfAFileThatWasNeverTaken(t *testing.T) {
	t.Parallel()
	f := open(t)
	empty := filepath.Join(f.dir, working, "a-20261125-020000Z")
	if err := errors.Join(os.Mkdir(empty, 0o700), f.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := Open(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := os.Stat(empty); err == nil {
		t.Error("it is still there")
	}
}

func TestStabilityTracker_StartsAnewWithEveryChange(t *testing.T) {
	t.Parallel()
	var s StabilityTracker
	begin := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	looks := []struct {
		after time.Duration
		file  Entry
		want  time.Duration
	}{
		{0, Entry{Name: "a", Size: 1, ModTime: begin}, 0},
		{5 * time.Second, Entry{Name: "a", Size: 1, ModTime: begin}, 5 * time.Second},
		{6 * time.Second, Entry{Name: "a", Size: 2, ModTime: begin}, 0},                  // grew, though its time was kept
		{9 * time.Second, Entry{Name: "a", Size: 2, ModTime: begin.Add(time.Second)}, 0}, // written to
		{20 * time.Second, Entry{Name: "a", Size: 2, ModTime: begin.Add(time.Second)}, 11 * time.Second},
	}
	for _, l := range looks {
		s.Observe([]Entry{l.file}, begin.Add(l.after))
		if got := s.UnchangedFor("a", begin.Add(l.after)); got != l.want {
			t.Errorf("after %v: %v, want %v", l.after, got, l.want)
		}
	}
	if got := s.KnownFor("a", begin.Add(20*time.Second)); got != 20*time.Second {
		t.Errorf("known for %v", got)
	}
	s.Observe(nil, begin.Add(time.Minute))
	if got := s.UnchangedFor("a", begin.Add(time.Hour)); got != 0 {
		t.Errorf("a file that is gone is steady for %v", got)
	}
}

func TestMemory_OutlivesTheWatcher(t *testing.T) {
	t.Parallel()
	f := open(t)
	now := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	m := f.LoadMemory(now)
	m.Arrived["*.csv"], m.Since["*.csv"] = now, now
	if err := errors.Join(f.SaveMemory(m), f.RecordDone("abc", "a\n.csv")); err != nil {
		t.Fatal(err)
	}
	if got := f.LoadMemory(now.Add(time.Hour)); !got.Looked.Equal(now) || !got.Since["*.csv"].Equal(now) || !got.Arrived["*.csv"].Equal(now) {
		t.Errorf("recalled %+v", got)
	}
	for digest, want := range map[string]bool{"abc": true, "ab": false} {
		if got, err := f.DoneBefore(digest); got != want || err != nil {
			t.Errorf("%s: %v, %v", digest, got, err)
		}
	}
}

func TestStabilityTracker_SaysWhenAFileCameAsFarAsThatCanBeKnown(t *testing.T) {
	t.Parallel()
	looked := time.Date(2026, 11, 24, 3, 5, 0, 0, time.UTC)
	now := looked.Add(24 * time.Hour)
	for name, tt := range map[string]struct{ modified, want time.Time }{
		"since the last look":              {now.Add(-time.Hour), now.Add(-time.Hour)},
		"with the time of something older": {looked.Add(-time.Hour), looked},
		"with a clock that is ahead":       {now.Add(time.Hour), now},
	} {
		s := StabilityTracker{Looked: looked}
		s.Observe([]Entry{{Name: "a", Size: 1, ModTime: tt.modified}}, now)
		s.Observe([]Entry{{Name: "a", Size: 2, ModTime: now.Add(time.Minute)}}, now.Add(2*time.Minute))
		if got := s.Arrived("a"); !got.Equal(tt.want) {
			t.Errorf("%s: came %v, want %v", name, got, tt.want)
		}
		s.Forget("a") // taken; another one of this name comes before the next look
		later := now.Add(time.Hour)
		if s.Observe([]Entry{{Name: "a", Size: 1, ModTime: later}}, later); !s.Arrived("a").Equal(later) {
			t.Errorf("%s: the next one came %v", name, s.Arrived("a"))
		}
	}
}

// A schedule that looks once a night, after the deadline, must not take last night's
// file for this night's.
func TestMissed_IsToldToWhoLooksOnceANight(t *testing.T) {
	t.Parallel()
	e, err := ParseExpectation("daily by 03:00")
	if err != nil {
		t.Fatal(err)
	}
	night := time.Date(2026, 11, 20, 3, 5, 0, 0, time.UTC)
	since, looked, came := night, night, time.Time{}
	for i, dropped := range []bool{true, true, false, true, false, false} {
		now := night.AddDate(0, 0, i+1)
		s := StabilityTracker{Looked: looked}
		if dropped {
			s.Observe([]Entry{{Name: "a", Size: 1, ModTime: now.AddDate(0, -1, 0)}}, now) // its time says nothing
			came = s.Arrived("a")
		}
		if _, missed := e.Missed(since, came, now); missed == dropped {
			t.Errorf("night %d: dropped %v, missed %v", i, dropped, missed)
		}
		looked = now
	}
}
