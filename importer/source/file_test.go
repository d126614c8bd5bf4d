package source_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/importer/source"
	"bcimport/mapping/phrase"
)

func TestOpen_FindsDelimiterAndHeader(t *testing.T) {
	t.Parallel()
	columns := []string{"Contact ID", "E-Mail"}
	for name, c := range map[string]struct {
		content   string
		options   source.Options
		delimiter rune
		line      int
		header    []string
	}{
		"comma":                             {"Contact ID,E-Mail,x\n", source.Options{}, ',', 1, []string{"Contact ID", "E-Mail", "x"}},
		"semicolon":                         {"Contact ID;E-Mail;x\n", source.Options{}, ';', 1, []string{"Contact ID", "E-Mail", "x"}},
		"tab":                               {"Contact ID\tE-Mail\tx\n", source.Options{}, '\t', 1, []string{"Contact ID", "E-Mail", "x"}},
		"pipe":                              {"Contact ID|E-Mail|x\n", source.Options{}, '|', 1, []string{"Contact ID", "E-Mail", "x"}},
		"one column, none of the mapping's": {"a\n", source.Options{}, ',', 1, []string{"a"}},
		"columns beat the number of cells": {
			"Contact ID;E-Mail;a,b,c,d,e,f\n", source.Options{Columns: columns}, ';', 1, []string{"Contact ID", "E-Mail", "a,b,c,d,e,f"},
		},
		"delimiters within quotes do not count": {
			"\"a,b,c,d\";\"e,f\"\n1;2\n", source.Options{}, ';', 1, []string{"a,b,c,d", "e,f"},
		},
		"a name with commas is evidence": {
			"Name, First, Last, Title;E-Mail\n", source.Options{Columns: []string{"Name, First, Last, Title"}}, ';', 1,
			[]string{"Name, First, Last, Title", "E-Mail"},
		},
		"the mapping's delimiter": {"a;b,c\n", source.Options{Delimiter: ','}, ',', 1, []string{"a;b", "c"}},
		"trimmed and without case": {
			"\u00a0contact id\u200b;\ufeffE-MAIL ;\"x\n\"\n", source.Options{Columns: columns}, ';', 1, []string{"contact id", "E-MAIL", "x"},
		},
		"lines before the header": {
			"Export of \"Contacts\"; all\n\n;;\nContact ID;E-Mail\n", source.Options{Columns: columns}, ';', 4, []string{"Contact ID", "E-Mail"},
		},
		"a misspelled column": {
			"Some title\nContact ID;Mail\n1;a@b.c\n", source.Options{Columns: columns}, ';', 2, []string{"Contact ID", "Mail"},
		},
		"no column known":                 {"\n \nfoo;bar\n1;2\n", source.Options{Columns: columns}, ';', 3, []string{"foo", "bar"}},
		"header_line":                     {"a \" b\nc;d\ne,f\n", source.Options{HeaderLine: 3}, ',', 3, []string{"e", "f"}},
		"header_line behind CR and CR LF": {"a\r\nb\rc;d", source.Options{HeaderLine: 3}, ';', 3, []string{"c", "d"}},
		"sep=":                            {"sep=;\na,b;c\n", source.Options{}, ';', 2, []string{"a,b", "c"}},
		"SEP= in quotes, CR LF":           {"\"SEP=|\"\r\na,b|c\r\n", source.Options{}, '|', 2, []string{"a,b", "c"}},
		"sep= tab":                        {"sep=\t\na,b\tc\n", source.Options{}, '\t', 2, []string{"a,b", "c"}},
		"sep= of another kind":            {"sep=^\na,b^c\n", source.Options{}, '^', 2, []string{"a,b", "c"}},
		"sep= filled up":                  {"sep=;;;\na,b;c\n", source.Options{}, ';', 2, []string{"a,b", "c"}},
		"sep= beats the mapping":          {"sep=;\na,b;c\n", source.Options{Delimiter: ','}, ';', 2, []string{"a,b", "c"}},
		"sep= is never the header":        {"sep=;\na;c\n", source.Options{HeaderLine: 1}, ';', 2, []string{"a", "c"}},
		"a column called sep=":            {"sep=x y,b\n", source.Options{}, ',', 1, []string{"sep=x y", "b"}},
		"repeated and empty cells stay":   {"a,,a,\n", source.Options{}, ',', 1, []string{"a", "", "a", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := openText(t, c.content, c.options)
			if f.Delimiter != c.delimiter || f.HeaderLine != c.line || !slices.Equal(f.Header(), c.header) {
				t.Errorf("got %q, line %d, %q; want %q, line %d, %q", f.Delimiter, f.HeaderLine, f.Header(), c.delimiter, c.line, c.header)
			}
		})
	}
}

func TestOpen_KeepsTheBytesBeforeTheRows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, preamble, header, lineEnd string }{
		"mark, sep= and blank line": {"\ufeffsep=;\r\n\r\na;b\r\n1;2\r\n", "\ufeffsep=;\r\n\r\n", "a;b\r\n", "\r\n"},
		"nothing before":            {"a;\"b\nc\"\r1;2\r", "", "a;\"b\nc\"\r", "\r"},
		"no line end":               {"a;b", "", "a;b", "\n"},
		"no line end, lines before": {"\r\na;b", "\r\n", "a;b", "\r\n"},
		"utf-16": {
			"\xff\xfea\x00;\x00b\x00\r\x00\n\x001\x00;\x002\x00", "\xff\xfe", "a\x00;\x00b\x00\r\x00\n\x00", "\r\x00\n\x00",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := openText(t, c.content, source.Options{})
			if string(f.Preamble()) != c.preamble || string(f.HeaderRaw()) != c.header || string(f.LineEnd()) != c.lineEnd {
				t.Errorf("got %q, %q, %q", f.Preamble(), f.HeaderRaw(), f.LineEnd())
			}
		})
	}
}

// TestRead_NamesWhatMakesAFileUnreadable covers Open and the first pass: which of
// them finds a problem is no promise.
func TestRead_NamesWhatMakesAFileUnreadable(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("1;2\n", 11_000)
	for name, c := range map[string]struct {
		content      string
		options      source.Options
		line, column int
		words, hint  string
	}{
		"0 bytes":                          {"", source.Options{}, 0, 0, "0 bytes", ""},
		"blank lines only":                 {"\n  \n\n", source.Options{}, 0, 0, "no header", "columns"},
		"a mark only":                      {"\ufeff", source.Options{}, 0, 0, "no header", "columns"},
		"sep= only":                        {"sep=;\n", source.Options{}, 0, 0, "no header", ""},
		"header_line beyond":               {"a\nb\n", source.Options{HeaderLine: 3}, 0, 0, "only 2 lines", "header_line"},
		"header_line behind bad bytes":     {"a\n\xfc\nb\n", source.Options{HeaderLine: 3}, 2, 1, "not certain", "windows-1252"},
		"header_line of a bad line":        {"a\nü\xfc\nb\n", source.Options{HeaderLine: 3}, 2, 2, "mixed", "CSV UTF-8"},
		"header_line blank":                {"a\n\nb\n", source.Options{HeaderLine: 2}, 2, 0, "blank", "header_line"},
		"xlsx":                             {"PK\x03\x04 [Content_Types].xml", source.Options{}, 0, 0, "damaged", "ask for the file again"},
		"xls":                              {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", source.Options{}, 0, 0, "old Office document", "as .xlsx"},
		"zip":                              {"PK\x03\x04 a.csv", source.Options{}, 0, 0, "damaged", "ask for the file again"},
		"gzip":                             {"\x1f\x8b\x08", source.Options{}, 0, 0, "damaged", "send the file again"},
		"a NUL":                            {"a;b\n1;2\n3;\x00\n", source.Options{}, 3, 3, "NUL", "CSV"},
		"a NUL in the header":              {"a;\x00b\n1;2\n", source.Options{}, 1, 3, "NUL", "CSV"},
		"utf-16, windows said":             {"a\x00;\x00b\x00\n\x00", source.Options{Encoding: "windows-1252"}, 1, 0, "UTF-16", "utf-16le"},
		"utf-16 said, no mark":             {"a\x00;\x00b\x00\n\x00", source.Options{Encoding: "UTF-16"}, 1, 0, "no byte-order mark", "utf-16le"},
		"utf-16 said, is not":              {"a;b\n", source.Options{Encoding: "utf-16"}, 1, 0, "no byte-order mark", "utf-16"},
		"mark against mapping":             {"\ufeffa;b\n", source.Options{Encoding: "windows-1252"}, 1, 0, "byte-order mark of utf-8, but the mapping says windows-1252", "leave out"},
		"other mark":                       {"\xfe\xff\x00a", source.Options{Encoding: "utf-16le"}, 1, 0, "mark of utf-16be", ""},
		"utf-8 mark, utf-16 said":          {"\ufeffa;b\n", source.Options{Encoding: "utf-16"}, 1, 0, "mark of utf-8", ""},
		"unknown encoding":                 {"a;b\n", source.Options{Encoding: "ebcdic"}, 0, 0, "ebcdic", "windows-1252"},
		"invalid utf-8":                    {"a;b\n1;2\nä;M\xfcller\n", source.Options{}, 3, 4, "mixed", "CSV UTF-8"},
		"invalid header":                   {"a;\xc5\n1;2\n", source.Options{}, 1, 3, "not certain", "input.encoding: windows-1252"},
		"invalid behind a CR":              {"a;b\r1;2\r\xfc;2\r", source.Options{}, 3, 1, "not certain", ""},
		"cut utf-8":                        {"a;b\n1;\xc3", source.Options{}, 2, 3, "encoding is unknown", ""},
		"undefined byte":                   {"a;b\n1;\x81\n", source.Options{Encoding: "windows-1252"}, 2, 3, "not windows-1252", "input.encoding"},
		"lone surrogate":                   {"\xff\xfea\x00\n\x00b\x00\x00\xd8c\x00\n\x00", source.Options{}, 2, 2, "not utf-16le", ""},
		"low surrogate":                    {"\xff\xfea\x00\n\x00b\x00\x00\xdc\n\x00", source.Options{}, 2, 2, "not utf-16le", ""},
		"half a unit":                      {"\xff\xfea\x00\n\x00b\x00\n", source.Options{}, 2, 2, "not utf-16le", ""},
		"a bad delimiter":                  {"a;b\n", source.Options{Delimiter: '"'}, 0, 0, "delimiter", ", ; tab"},
		"a bad sep=":                       {"sep=§\na§b\n", source.Options{}, 1, 0, "sep=", ""},
		"unclosed quote":                   {"a;b\n1;2\nä;\"x\n" + many[:40], source.Options{}, 3, 3, "never closed", `("")`},
		"unclosed quote, 11,000 lines":     {"a;b\n1;2\n3;\"x\n" + many, source.Options{}, 3, 3, "still open", ""},
		"unclosed quote, 1 MiB":            {"a;b\n\"1" + strings.Repeat("x", 1<<20), source.Options{}, 2, 1, "still open", ""},
		"unclosed behind an escaped quote": {"a;b\n1;\"x\ny\"\"z\n1;2\n", source.Options{}, 2, 3, "never closed", ""},
		"unclosed, met by another":         {"a;b\n1;\"Müller\n2;\"Schmidt\"\n", source.Options{}, 2, 3, "line 3, column 4", ""},
		"unclosed in the header":           {"\"a;b\n1;2\n", source.Options{}, 1, 1, "never closed", ""},
		"bare quote in a formula's place":  {"a;b\n1;=x\"y\n", source.Options{}, 2, 5, "quote within", ""},
		"bare quote":                       {"a;b\n1;5\" pipe\n3;4\n", source.Options{}, 2, 4, "quote within", "5\"\" pipe"},
		"text after a quote":               {"a;b\n\"x\" y;1\n", source.Options{}, 2, 4, "after a closing quote", `("")`},
		"a cell above 1 MiB":               {"a;b\n1;" + strings.Repeat("x", 1<<20+1), source.Options{}, 2, 0, "longer than 1 MiB", "CSV"},
		"a record above 8 MiB":             {"a;b\n" + strings.Repeat("x;", 4<<20+1), source.Options{}, 2, 0, "longer than 8 MiB", "CSV"},
		"a header above 1 MiB":             {strings.Repeat("x;", 1<<19+1), source.Options{}, 1, 1<<20 + 1, "first MiB", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := readError(t, c.content, c.options)
			if e.Line != c.line || e.Column != c.column || !strings.Contains(e.Message.String(), c.words) || !strings.Contains(e.Hint.String(), c.hint) {
				t.Errorf("got line %d, column %d, %q, hint %q", e.Line, e.Column, e.Message.String(), e.Hint.String())
			}
			if filepath.Base(e.File) != "in.csv" {
				t.Errorf("file %q", e.File)
			}
		})
	}
}

func TestOpen_RefusesWhatIsNoFile(t *testing.T) {
	t.Parallel()
	for path, words := range map[string]string{t.TempDir(): "folder", os.DevNull: "device", filepath.Join(t.TempDir(), "none"): "open"} {
		_, err := source.Open(path, source.Options{})
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", path, err)
		}
		if want := path + ": "; err != nil && (!strings.HasPrefix(err.Error(), want) || strings.Count(err.Error(), path) != 1) {
			t.Errorf("%v: path not named once", err)
		}
	}
}

func TestOpen_FollowsSymlinks(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "link.csv")
	if err := os.Symlink(writeFile(t, "a;b\n1;2\n"), link); err != nil {
		t.Skip(err)
	}
	f, err := source.Open(link, source.Options{})
	if err != nil || f.Path != link {
		t.Errorf("%v, %v", f, err)
	}
}

func TestError_IsOneLine(t *testing.T) {
	t.Parallel()
	e := &source.Error{File: "in.csv", Line: 12, Column: 3, Message: phrase.New("text"), Hint: phrase.New("do")}
	if got := e.Error(); got != "in.csv: line 12, column 3: text" {
		t.Error(got)
	}
}

// TestOpen_StopsReadingAFileToItsEnd once Stopped returns true.
func TestOpen_StopsReadingAFileToItsEnd(t *testing.T) {
	t.Parallel()
	path := writeFile(t, "a;b\n"+strings.Repeat("1;2\n", 1<<20))
	asked := 0
	_, err := source.Open(path, source.Options{Stopped: func() bool { asked++; return asked == 3 }})
	if err == nil || asked != 3 || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("%v, asked %d times", err, asked)
	}
	if _, err := source.Open(path, source.Options{Stopped: func() bool { return false }}); err != nil {
		t.Error(err)
	}
}
