package source_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/importer/source"
)

func TestReader_LinesArePhysicalLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content string
		lines   []int
		records [][]string
	}{
		"LF":                     {"a;b\n1;2\n3;4\n", []int{2, 3}, [][]string{{"1", "2"}, {"3", "4"}}},
		"CR LF":                  {"a;b\r\n1;2\r\n3;4\r\n", []int{2, 3}, [][]string{{"1", "2"}, {"3", "4"}}},
		"CR":                     {"a;b\r1;2\r3;4\r", []int{2, 3}, [][]string{{"1", "2"}, {"3", "4"}}},
		"mixed":                  {"a;b\r1;2\r\n3;4\n5;6", []int{2, 3, 4}, [][]string{{"1", "2"}, {"3", "4"}, {"5", "6"}}},
		"CR CR LF is two":        {"a;b\r\r\n1;2\r\r\n3;4", []int{3, 5}, [][]string{{"1", "2"}, {"3", "4"}}},
		"within quotes":          {"a;b\n\"1\r\n\r\n\";\"\r\"\r3;\"\n\"\n5;6", []int{2, 6, 8}, [][]string{{"1\n\n", "\n"}, {"3", "\n"}, {"5", "6"}}},
		"in the header":          {"a;\"b\r\nc\"\r\n1;2\r\n", []int{3}, [][]string{{"1", "2"}}},
		"empty lines":            {"a;b\n\n\r\n1;2\n\n\n3;4\n\n", []int{4, 7}, [][]string{{"1", "2"}, {"3", "4"}}},
		"no line end of Unicode": {"a;b\n1\u2028;2\u0085\n3;4", []int{2, 3}, [][]string{{"1\u2028", "2\u0085"}, {"3", "4"}}},
		"quotes":                 {"a;b\n\"1;\"\"x\"\"\";\"\"\n", []int{2}, [][]string{{"1;\"x\"", ""}}},
		"the user's own U+FFFD":  {"a;b\n\ufffd;\u00a0 2\n", []int{2}, [][]string{{"\ufffd", "\u00a0 2"}}},
		"no rows":                {"a;b", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, r := mustReadAll(t, openText(t, c.content, source.Options{Delimiter: ';'}))
			if len(rows) != len(c.lines) || r.Count() != len(rows) {
				t.Fatalf("got %d rows, count %d: %+v", len(rows), r.Count(), rows)
			}
			for i, row := range rows {
				if row.Seq != i || row.Line != c.lines[i] || !slices.Equal(row.Record, c.records[i]) || !row.Problem.IsZero() {
					t.Errorf("row %d: %+v", i, row)
				}
			}
		})
	}
}

func TestReader_RawIsTheRowsOwnBytes(t *testing.T) {
	t.Parallel()
	parts := []string{"a;b\r\n", "\"1\n\r\";\"\"\"\"\r\n", "2;ü\n", "3;x\r", " 4 ;\u00a0"}
	for _, encoding := range []string{"utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15"} {
		t.Run(encoding, func(t *testing.T) {
			t.Parallel()
			d := source.Dialect{Encoding: encoding}
			blank := d.EncodeText("\r\n\n;\n")
			content := slices.Concat(d.EncodeText(parts[0]), blank, d.EncodeText(parts[1]), blank)
			for _, part := range parts[2:] {
				content = append(content, d.EncodeText(part)...)
			}
			f := openText(t, string(content), source.Options{Encoding: encoding})
			rows, r := mustReadAll(t, f)
			if len(rows) != 4 || r.BlankRows() != 2 {
				t.Fatalf("%d rows, %d blank", len(rows), r.BlankRows())
			}
			for i, row := range rows {
				if want := d.EncodeText(parts[i+1]); string(row.Raw) != string(want) {
					t.Errorf("row %d: raw %q, want %q", i, row.Raw, want)
				}
			}
			if got := rows[0].Record; got[0] != "1\n\n" || got[1] != `"` || rows[1].Record[1] != "ü" {
				t.Errorf("cells %q, %q", got, rows[1].Record)
			}
		})
	}
}

func TestReader_BlankRecordsAreNoRows(t *testing.T) {
	t.Parallel()
	rows, r := mustReadAll(t, openText(t, "a;b\n;\n;;;;\n\" \n\";\t\u00a0\u200b\u2060\ufeff\n\n\"\"\n1;\n", source.Options{}))
	if len(rows) != 1 || rows[0].Line != 8 || rows[0].Seq != 0 || r.BlankRows() != 4 || r.Count() != 1 {
		t.Errorf("%+v, %d blank, %d rows", rows, r.BlankRows(), r.Count())
	}
}

func TestReader_RowOfAnotherLengthIsARowWithAProblem(t *testing.T) {
	t.Parallel()
	rows, _ := mustReadAll(t, openText(t, "a;b;c\n1\n1;2;3;4\n1;2;3;;\n1;2;3\n", source.Options{}))
	wants := []string{"has 1 cell, the header has 3; ", `has 4 cells, the header has 3; a cell with the delimiter ';'`, "has 5 cells, the header has 3; the extra cells are blank", ""}
	for i, want := range wants {
		if got := rows[i]; !strings.HasPrefix(words(got), want) || (want == "") != got.Problem.IsZero() || len(got.Record) == 0 || len(got.Raw) == 0 {
			t.Errorf("row %d: %+v", i, got)
		}
	}
}

func TestReader_EveryPassIsTheSame(t *testing.T) {
	t.Parallel()
	content := "\ufeffsep=;\r\na;b\r\n" + strings.Repeat("1;\"x\r\ny\"\r\n\r\n;\r\n", 5000) + "2;3"
	f := openText(t, content, source.Options{})
	for range 2 {
		rows, r := mustReadAll(t, f)
		last := rows[len(rows)-1]
		if len(rows) != 5001 || r.BlankRows() != 5000 || last.Line != 20003 || last.Seq != 5000 {
			t.Fatalf("%d rows, %d blank, last %+v", len(rows), r.BlankRows(), last)
		}
		sum := sha256.Sum256([]byte(content))
		if r.Digest() != hex.EncodeToString(sum[:]) {
			t.Errorf("digest %s", r.Digest())
		}
	}
}

func TestReader_EndsForGood(t *testing.T) {
	t.Parallel()
	r, err := openText(t, "a;b\n1;2\n\"", source.Options{}).Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_, good := r.Next()
	_, first := r.Next()
	_, second := r.Next()
	if good != nil || first == nil || first != second || errors.Is(first, io.EOF) || r.Digest() != "" {
		t.Error(good, first, second, r.Digest())
	}
}

func TestRows_RefusesAChangedHead(t *testing.T) {
	t.Parallel()
	f := openText(t, "a;b\n1;2\n", source.Options{})
	for _, content := range []string{"a;c\n1;2\n", "a"} {
		if err := os.WriteFile(f.Path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Rows(); err == nil || !strings.Contains(err.Error(), "changed") {
			t.Errorf("%q: %v", content, err)
		}
	}
	if err := os.Remove(f.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Rows(); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestReader_TakesWhatIsJustWithinTheBounds(t *testing.T) {
	t.Parallel()
	cell := "\"" + strings.Repeat("x", 1<<20-3) + "\""
	lines := "\"" + strings.Repeat("x\n", 9_999) + "\""
	rows, _ := mustReadAll(t, openText(t, "a;b\n"+cell+";"+cell+"\n"+lines+";\n", source.Options{}))
	if len(rows) != 2 || len(rows[0].Record[1]) != 1<<20-3 || rows[1].Line != 3 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestReader_RecordStaysValid(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("a;b\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "%d;\"x%d\ry\"\n", i, i)
	}
	rows, _ := mustReadAll(t, openText(t, b.String(), source.Options{}))
	for i, row := range rows {
		if row.Record[0] != fmt.Sprint(i) || row.Record[1] != fmt.Sprintf("x%d\ny", i) || string(row.Raw) != fmt.Sprintf("%d;\"x%d\ry\"\n", i, i) {
			t.Fatalf("row %d: %+v", i, row)
		}
	}
}

// BenchmarkReader passes over 100,000 rows of 7 columns; ns/row is the figure
// that counts.
func BenchmarkReader(b *testing.B) {
	const rows = 100_000
	text := "Contact ID;First Name;Last Name;Title;E-Mail;Phone;Note\r\n" +
		strings.Repeat("CONT00123;John;Smith;Purchasing Manager;john.smith@contoso.com;+1 425-555-0174;\"a;b\"\r\n", rows)
	for _, encoding := range []string{"utf-8", "utf-16le", "windows-1252"} {
		b.Run(encoding, func(b *testing.B) {
			content := source.Dialect{Encoding: encoding}.EncodeText(text)
			f := openText(b, string(content), source.Options{Encoding: encoding})
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := f.Rows()
				if err != nil {
					b.Fatal(err)
				}
				for err == nil {
					_, err = r.Next()
				}
				if r.Count() != rows || r.Close() != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}

// TestRows_TextsWrittenAsFormulas: ="…" keeps a number a text in a spreadsheet. Its quotes
// are the cell's own.
func TestRows_TextsWrittenAsFormulas(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte("a;b;c\n=\"+49 30\";=(\"007\");\"=\"\"x\"\"\"\n=\"1\"\";2;3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := source.Open(path, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{`="+49 30"`, `=("007")`, `="x"`}, {`="1""`, "2", "3"}}
	for i := range want {
		if i >= len(rows) || !slices.Equal(rows[i].Record, want[i]) {
			t.Errorf("rows %v, want %q", rows, want)
		}
	}
}
