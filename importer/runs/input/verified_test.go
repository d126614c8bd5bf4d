package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

// surveyed is the file at path after its first pass.
func surveyed(t *testing.T, path string) *File {
	t.Helper()
	m, err := mapping.Parse("m.yaml", []byte("version: 1\nkey: {column: K}\nfields: {professionalTitle: Title}\n"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := Open(t.Context(), Ref{Path: path, Name: path}, m)
	if err == nil {
		err = in.Survey(t.Context(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestVerified_HandsOutNoRowThatTheFirstPassDidNotRead changes a file in every way
// between two passes and holds what the second one hands out against the first.
func TestVerified_HandsOutNoRowThatTheFirstPassDidNotRead(t *testing.T) {
	t.Parallel()
	const rows = 3 * blockRows / 2
	line := func(i int, text string) string { return fmt.Sprintf("K%d,%s\n", i, text) }
	var original strings.Builder
	original.WriteString("K,Title\n")
	for i := range rows {
		original.WriteString(line(i, "good"))
	}
	for name, test := range map[string]struct {
		content string
		handed  int // whole blocks before the change
	}{
		"nothing":          {original.String(), rows},
		"a value early":    {strings.Replace(original.String(), line(7, "good"), line(7, "evil"), 1), 0},
		"a value late":     {strings.Replace(original.String(), line(blockRows+1, "good"), line(blockRows+1, "evil"), 1), blockRows},
		"a row more":       {original.String() + line(rows, "good"), blockRows},
		"a row less":       {strings.Replace(original.String(), line(rows-1, "good"), "", 1), blockRows},
		"half of it":       {original.String()[:original.Len()/2], 0},
		"all but a header": {"K,Title\n", 0},
		"one row moved":    {strings.Replace(original.String(), line(2, "good")+line(3, "good"), line(3, "good")+line(2, "good"), 1), 0},
	} {
		path := filepath.Join(t.TempDir(), "in.csv")
		write := func(text string) {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write(original.String())
		in := surveyed(t, path)
		write(test.content)
		entries, done, err := in.Entries(importer.KeyGUID, 0)
		if err != nil {
			t.Fatal(err)
		}
		handed := 0
		for err == nil {
			var e importer.Entry
			if e, err = entries.Next(); err == nil {
				if handed++; e.Row.Record[1] != "good" {
					t.Errorf("%s: row %d is handed out as %v", name, e.Row.Seq, e.Row.Record)
				}
			}
		}
		done()
		want := ErrChanged
		if name == "nothing" {
			want = io.EOF
		}
		if handed != test.handed || !errors.Is(err, want) {
			t.Errorf("%s: %d rows, then %v; want %d, then %v", name, handed, err, test.handed, want)
		}
	}
}

// TestVerified_ContentThatCanNoLongerBeReadHasChanged: its hint must not be to save the
// file anew. A disk that fails is another matter.
func TestVerified_ContentThatCanNoLongerBeReadHasChanged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.csv")
	row := "K1,x\n"
	if err := os.WriteFile(path, []byte("K,Title\n"+strings.Repeat(row, 3*blockRows)), 0o600); err != nil {
		t.Fatal(err)
	}
	in := surveyed(t, path)
	if err := os.WriteFile(path, []byte("K,Title\n"+strings.Repeat(row, 2*blockRows)+"K1,\"open"), 0o600); err != nil {
		t.Fatal(err)
	}
	entries, done, err := in.Entries(importer.KeyGUID, 0)
	handed := -1
	for ; err == nil; handed++ {
		_, err = entries.Next()
	}
	done()
	if handed != 2*blockRows || !errors.Is(err, ErrChanged) {
		t.Errorf("%d rows, then %v", handed, err)
	}
	for _, cause := range []error{&fs.PathError{Op: "read", Path: path, Err: errors.New("input/output error")}, errors.New("other")} {
		if isContent(fmt.Errorf("read input: %w", cause)) {
			t.Errorf("%v is taken for content", cause)
		}
	}
}

func TestVerified_FileOfWholeBlocksAndOfNoneEndsCleanly(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{0, 1, blockRows, 2 * blockRows} {
		path := filepath.Join(t.TempDir(), "in.csv")
		text := "K,Title\n" + strings.Repeat("K1,x\n", rows)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		in := surveyed(t, path)
		entries, done, err := in.Entries(importer.KeyGUID, 0)
		handed := 0
		for err == nil {
			if _, err = entries.Next(); err == nil {
				handed++
			}
		}
		done()
		if handed != rows || !errors.Is(err, io.EOF) {
			t.Errorf("%d rows, then %v; want %d", handed, err, rows)
		}
	}
}

func TestClearCounts_AreSuspiciousAboveHalfAndTwenty(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		blank, rows int
		want        bool
	}{{20, 21, false}, {21, 41, true}, {21, 42, false}, {1000, 1999, true}, {1000, 2000, false}, {0, 0, false}} {
		c := clearCounts{"email": test.blank}
		if got := len(c.suspicious(test.rows)) > 0; got != test.want {
			t.Errorf("%d of %d blank: %v, want %v", test.blank, test.rows, got, test.want)
		}
	}
}
