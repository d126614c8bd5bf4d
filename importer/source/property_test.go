package source_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer/source"
)

// written is a file made with encoding/csv and what a reader must find in it.
type written struct {
	content []byte
	dialect source.Dialect
	ends    *rapid.Generator[string]
	line    int

	records [][]string
	lines   []int
	blanks  [][]byte // the empty lines before each record
}

// write draws a file of random cells in a random dialect. A CR and a LF as line
// ends of one file would run together, so it has one of them, and CR LF.
func write(t *rapid.T) *written {
	encodings := []string{"utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1251", "iso-8859-1", "iso-8859-15"}
	w := &written{line: 1}
	w.dialect.Delimiter = rapid.SampledFrom([]rune{',', ';', '\t', '|'}).Draw(t, "delimiter")
	w.dialect.Encoding = rapid.SampledFrom(encodings).Draw(t, "encoding")
	w.dialect.Mark = strings.HasPrefix(w.dialect.Encoding, "utf-") && rapid.Bool().Draw(t, "mark")
	if w.dialect.Mark {
		w.text("\ufeff")
	}
	w.ends = rapid.SampledFrom([]string{rapid.SampledFrom([]string{"\n", "\r"}).Draw(t, "line end"), "\r\n"})
	width := rapid.IntRange(1, 5).Draw(t, "width")
	cell := w.cell()
	for n := rapid.IntRange(1, 12).Draw(t, "records"); len(w.records) < n; {
		w.emptyLines(t)
		record := rapid.SliceOfN(cell, width, width).Draw(t, "record")
		record[0] = "k" + record[0] // a blank record would be no row
		w.record(t, record, len(w.records) == n-1 && rapid.Bool().Draw(t, "cut"))
	}
	return w
}

// cell makes cells of pieces that the encoding has.
func (w *written) cell() *rapid.Generator[string] {
	pieces := []string{"a", "b c", "1", `"`, ",", ";", "\t", "|", "\n", " ", "\u00a0"}
	switch {
	case strings.HasPrefix(w.dialect.Encoding, "utf-"):
		pieces = append(pieces, "ü", "😀", "\u2028", "\ufffd")
	case w.dialect.Encoding == "windows-1251":
		pieces = append(pieces, "Ж", "ё")
	default:
		pieces = append(pieces, "ü", "ß")
	}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6), func(s []string) string { return strings.Join(s, "") })
}

func (w *written) text(s string) []byte {
	raw := w.dialect.EncodeText(s)
	w.content = append(w.content, raw...)
	return raw
}

func (w *written) emptyLines(t *rapid.T) {
	ends := rapid.SliceOfN(w.ends, 0, 2).Draw(t, "empty lines")
	w.line += len(ends)
	w.blanks = append(w.blanks, w.text(strings.Join(ends, "")))
}

// record writes a record; a cut one ends the file without a line end.
func (w *written) record(t *rapid.T, record []string, cut bool) {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	c.Comma = w.dialect.Delimiter
	if err := c.Write(record); err != nil {
		t.Fatal(err)
	}
	c.Flush()
	w.records, w.lines = append(w.records, record), append(w.lines, w.line)
	w.line += strings.Count(b.String(), "\n")
	if cut {
		b.Truncate(b.Len() - 1)
	}
	w.text(strings.ReplaceAll(b.String(), "\n", w.ends.Draw(t, "end")))
}

func TestReader_ReadsBackWhatEncodingCSVWrites(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.csv")
	rapid.Check(t, func(t *rapid.T) {
		w := write(t)
		if err := os.WriteFile(path, w.content, 0o600); err != nil {
			t.Fatal(err)
		}
		o := source.Options{Delimiter: w.dialect.Delimiter, Columns: w.records[0][:1]}
		if !w.dialect.Mark {
			o.Encoding = w.dialect.Encoding
		}
		f, err := source.Open(path, o)
		if err != nil {
			t.Fatal(err)
		}
		rows, r, err := readAll(f)
		if err != nil {
			t.Fatal(err)
		}
		if f.Dialect != w.dialect || f.HeaderLine != w.lines[0] || r.BlankRows() != 0 || len(rows) != len(w.records)-1 {
			t.Fatalf("%+v, header line %d, %d rows, %d blank", f.Dialect, f.HeaderLine, len(rows), r.BlankRows())
		}
		joined := slices.Concat(f.Preamble(), f.HeaderRaw())
		for i, row := range rows {
			if !slices.Equal(row.Record, w.records[i+1]) || row.Line != w.lines[i+1] || !row.Problem.IsZero() {
				t.Fatalf("row %d: %+v, want line %d, %q", i, row, w.lines[i+1], w.records[i+1])
			}
			joined = slices.Concat(joined, w.blanks[i+1], row.Raw)
		}
		if !bytes.Equal(joined, w.content) {
			t.Fatalf("the parts are %q, the file is %q", joined, w.content)
		}
	})
}

func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"", "a;b\n1;2\n", "\ufeffsep=;\r\na;b\r\n\"1\r\n\";\r\n;\r\n", "a,b\r1,\"x\"\"y\"\r\r3", "\xff\xfea\x00\n\x001\x00",
		"a|b\n\"", "a\tb\n1\t\"x\"y\n", "x\n\na;b\n1;\xfc\n", "PK\x03\x04", "a;b\n1;\x00", "a\"b\n1\n", "\r\n\r\na\n\rb",
	} {
		f.Add([]byte(seed), 0, "")
		f.Add([]byte(seed), 2, "windows-1252")
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte, headerLine int, encoding string) {
		path := filepath.Join(dir, "in.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := source.Open(path, source.Options{HeaderLine: headerLine, Encoding: encoding, Columns: []string{"a"}})
		if err != nil {
			return
		}
		rest := content
		for _, raw := range [][]byte{file.Preamble(), file.HeaderRaw()} {
			if !bytes.HasPrefix(rest, raw) {
				t.Fatalf("%q does not begin with %q", rest, raw)
			}
			rest = rest[len(raw):]
		}
		rows, _, _ := readAll(file)
		line := file.HeaderLine
		for i, row := range rows {
			at := bytes.Index(rest, row.Raw)
			if at < 0 || row.Line <= line || row.Seq != i || len(row.Raw) == 0 {
				t.Fatalf("row %+v behind line %d, in %q", row, line, rest)
			}
			rest, line = rest[at+len(row.Raw):], row.Line
			if file.Encoding == "utf-8" && !slices.Equal(parse(t, row.Raw, file.Delimiter), row.Record) {
				t.Fatalf("row %+v is not what its bytes say", row)
			}
		}
	})
}

// parse takes one record apart with encoding/csv alone.
func parse(t *testing.T, raw []byte, delimiter rune) []string {
	r := csv.NewReader(strings.NewReader(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw))))
	r.Comma = delimiter
	record, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	return record
}
