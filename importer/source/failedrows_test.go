package source_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/importer/source"
)

// failure is what a row is sent back with.
type failure struct{ status, message string }

// writeFailed makes the failed.csv of a file all of whose rows failed.
func writeFailed(path string, o source.Options, failures func(row int) failure) (failed []byte, rows []importer.Row, err error) {
	f, err := source.Open(path, o)
	if err != nil {
		return nil, nil, err
	}
	if rows, _, err = readAll(f); err != nil {
		return nil, nil, err
	}
	m, err := source.NewFailedRowWriter(importer.Input{
		Delimiter: string(f.Delimiter), Encoding: f.Encoding, Mark: f.Mark, Header: f.Header(),
		Head: slices.Concat(f.Preamble(), f.HeaderRaw()), HeaderAt: len(f.Preamble()),
	}, conflicts(len(rows), failures))
	if err != nil {
		return nil, nil, err
	}
	failed = slices.Clone(m.Head())
	for i, row := range rows {
		mended, err := m.Row(row.Raw, failures(i).status, failures(i).message)
		if err != nil {
			return nil, nil, err
		}
		failed = append(failed, mended...)
	}
	return failed, rows, nil
}

// conflicts reports whether one of n rows is in conflict.
func conflicts(n int, failures func(row int) failure) bool {
	for i := range n {
		if failures(i).status == "conflict" {
			return true
		}
	}
	return false
}

func TestFailedRowWriter_ConflictAsksForADecision(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statuses []string
		in, want string
	}{
		"before the two, empty in every row": {
			[]string{"conflict", "failed"}, "k;a\r\n1;ü\r\n2;\"x;\"", "k;a;bcimport_decision;bcimport_status;bcimport_message\r\n1;ü;;conflict;no\r\n2;\"x;\";;failed;no\r\n"},
		"in conflict again: asked again, others keep theirs": {
			[]string{"conflict", "failed", "invalid"},
			"k,bcimport_decision,bcimport_status,bcimport_message\n1,take,conflict,old\n2,take,conflict,old\n3,\"take: x; keep: y\",conflict,old\n",
			"k,bcimport_decision,bcimport_status,bcimport_message\n1,,conflict,no\n2,take,failed,no\n3,\"take: x; keep: y\",invalid,no\n"},
		"no conflict any more: the column stays": {
			[]string{"failed"}, "k,bcimport_decision,bcimport_status,bcimport_message\n1,keep,conflict,old\n", "k,bcimport_decision,bcimport_status,bcimport_message\n1,keep,failed,no\n"},
		"put before those of an earlier file": {
			[]string{"conflict", "failed"}, "k,bcimport_status,bcimport_message,a\n1,failed,old,2\n3,failed,old,4\n", "k,bcimport_decision,bcimport_status,bcimport_message,a\n1,,conflict,no,2\n3,,failed,no,4\n"},
		"before the only one": {
			[]string{"conflict"}, "k,bcimport_message,a\n1,old,2\n", "k,bcimport_decision,bcimport_message,a,bcimport_status\n1,,no,2,conflict\n"},
		"where the user put it": {
			[]string{"conflict"}, "bcimport_decision,k\nkeep,2\n", "bcimport_decision,k,bcimport_status,bcimport_message\n,2,conflict,no\n"},
		"CR alone and titles": {
			[]string{"conflict"}, "List;;\rk;a;b\r1;2;3\r", "List;;\rk;a;b;bcimport_decision;bcimport_status;bcimport_message\r1;2;3;;conflict;no\r"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed, _, err := writeFailed(writeFile(t, c.in), source.Options{Columns: []string{"k"}}, func(i int) failure { return failure{c.statuses[i], "no"} })
			if err != nil || string(failed) != c.want {
				t.Errorf("failed.csv is %q (%v)\nwant %q", failed, err, c.want)
			}
		})
	}
}

func TestFailedRowWriter_InputsOwnBytesWithTwoCells(t *testing.T) {
	t.Parallel()
	always := func(int) failure { return failure{"rejected", "no"} }
	for name, c := range map[string]struct {
		in, want string
		options  source.Options
	}{
		"comma, LF":             {"k,a\n1,ü\n", "k,a,bcimport_status,bcimport_message\n1,ü,rejected,no\n", source.Options{}},
		"CR LF, no last end":    {"k;a\r\n1;2\r\n3;4", "k;a;bcimport_status;bcimport_message\r\n1;2;rejected;no\r\n3;4;rejected;no\r\n", source.Options{}},
		"CR alone":              {"k;a\r1;2\r3;4", "k;a;bcimport_status;bcimport_message\r1;2;rejected;no\r3;4;rejected;no\r", source.Options{}},
		"quotes stay":           {"\"k\";a\n\"1\";\"x;\r\n\"\"y\"\"\"\n", "\"k\";a;bcimport_status;bcimport_message\n\"1\";\"x;\r\n\"\"y\"\"\";rejected;no\n", source.Options{}},
		"mark, sep= and titles": {"\ufeffsep=;\n\nTitle, \"x\"\nk;a\n\n1;2\n;\n", "\ufeffsep=;\n\nTitle, \"x\"\nk;a;bcimport_status;bcimport_message\n1;2;rejected;no\n", source.Options{Columns: []string{"k"}}},
		"formulas":              {"=A1;\"@x\"\nk;=cmd|' /C calc'!A0\n1;\"=HYPERLINK(\"\"x;y\"\")\"\n@a;+49 30 1\n-1+2;'=a\n", "'=A1;\"'@x\"\nk;'=cmd|' /C calc'!A0;bcimport_status;bcimport_message\n1;\"'=HYPERLINK(\"\"x;y\"\")\";rejected;no\n'@a;+49 30 1;rejected;no\n'-1+2;'=a;rejected;no\n", source.Options{Columns: []string{"k"}}},
		"numbers":               {"k;a;b\n-15,00;\"+1.234,5\";-,5\n", "k;a;b;bcimport_status;bcimport_message\n-15,00;\"+1.234,5\";'-,5;rejected;no\n", source.Options{Columns: []string{"k"}}},
		"a formula and a mark":  {"\ufeff=A1\nk;a\n1;2\n", "\ufeff'=A1\nk;a;bcimport_status;bcimport_message\n1;2;rejected;no\n", source.Options{Columns: []string{"k"}}},
		"windows-1252":          {"k;a\r\n1;\xfc\x80\r\n", "k;a;bcimport_status;bcimport_message\r\n1;\xfc\x80;rejected;no\r\n", source.Options{Encoding: "windows-1252"}},
		"a header in two lines": {"k;\"a\nb\"\r\n1;2", "k;\"a\nb\";bcimport_status;bcimport_message\r\n1;2;rejected;no\r\n", source.Options{}},
		"replaced in place": {
			"k,bcimport_message,bcimport_status,a\n1,\"old, old\",failed,2\n", "k,bcimport_message,bcimport_status,a\n1,no,rejected,2\n", source.Options{},
		},
		"one of the two": {"k,bcimport_message,a\n1,old,2\n", "k,bcimport_message,a,bcimport_status\n1,no,2,rejected\n", source.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed, _, err := writeFailed(writeFile(t, c.in), c.options, always)
			if err != nil || string(failed) != c.want {
				t.Errorf("failed.csv is %q (%v)\nwant %q", failed, err, c.want)
			}
		})
	}
}

func TestFailedRowWriter_UTF16(t *testing.T) {
	t.Parallel()
	d := source.Dialect{Delimiter: ';', Encoding: "utf-16le"}
	failed, _, err := writeFailed(writeFile(t, string(d.EncodeText("\ufeffk;a\r\n1;😀"))), source.Options{}, func(int) failure { return failure{"rejected", "ü"} })
	want := d.EncodeText("\ufeffk;a;bcimport_status;bcimport_message\r\n1;😀;rejected;ü\r\n")
	if err != nil || !bytes.Equal(failed, want) {
		t.Errorf("failed.csv is %q (%v)\nwant %q", failed, err, want)
	}
}

func TestFailedRowWriter_MessagesNeverBreakTheFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		message, want string
		options       source.Options
	}{
		"lacking characters":           {"€ \u2192 ü", "? ? ü", source.Options{Encoding: "iso-8859-1"}},
		"? is the delimiter":           {"\u2192", "?", source.Options{Encoding: "iso-8859-1", Delimiter: '?'}},
		"delimiter, quotes, line ends": {"a;b \"c\"\nd", "a;b \"c\"\nd", source.Options{}},
		"NUL":                          {"a\x00b", "a?b", source.Options{}},
		"bytes that are no text":       {"a\xffb", "a?b", source.Options{}},
		"empty":                        {"", "", source.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := "k;a\n1;2\n"
			if c.options.Delimiter == '?' {
				content = "k?a\n1?2\n"
			}
			failed, _, err := writeFailed(writeFile(t, content), c.options, func(int) failure { return failure{"rejected", c.message} })
			if err != nil {
				t.Fatal(err)
			}
			_, rows, err := writeFailed(writeFile(t, string(failed)), c.options, func(int) failure { return failure{} })
			if want := []string{"1", "2", "rejected", c.want}; err != nil || len(rows) != 1 || !slices.Equal(rows[0].Record, want) {
				t.Errorf("read back: %+v (%v), want %q, in %q", rows, err, want, failed)
			}
		})
	}
}

// TestFailedRowWriter_MisfitsStayInvalid: the two cells must never make a short row fit,
// for then the next run would take the status for a value.
func TestFailedRowWriter_MisfitsStayInvalid(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.csv")
	rapid.Check(t, func(t *rapid.T) {
		columns := []string{"k", "a", "b", "c"}[:rapid.IntRange(1, 4).Draw(t, "columns")]
		columns = append(columns, rapid.SampledFrom([][]string{nil, {source.StatusColumn}, {source.StatusColumn, source.MessageColumn}, {source.DecisionColumn, source.StatusColumn, source.MessageColumn}}).Draw(t, "ours")...)
		cells := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "invalid", `"x,y"`}), 1, 8).Filter(func(cells []string) bool { return len(cells) != len(columns) }).Draw(t, "row")
		content := strings.Join(columns, ",") + "\n" + strings.Join(cells, ",") + "\n"
		failures := func(int) failure { return failure{"invalid", "has, too few"} }
		var before []byte
		for round := range 3 {
			failed, rows, err := writeFailed(rewrite(t, path, content), source.Options{Delimiter: ','}, failures)
			if err != nil || len(rows) != 1 || rows[0].Problem.IsZero() {
				t.Fatalf("round %d: %q has become valid: %+v (%v)", round, content, rows, err)
			}
			if before != nil && !bytes.Equal(failed, before) {
				t.Fatalf("round %d: %q, before %q", round, failed, before)
			}
			before, content = failed, string(failed)
		}
	})
}

func TestFailedRowWriter_FailedRowsRunAgain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.csv")
	rapid.Check(t, func(t *rapid.T) {
		w := write(t)
		o := source.Options{Delimiter: w.dialect.Delimiter, Columns: w.records[0][:1]}
		if !w.dialect.Mark {
			o.Encoding = w.dialect.Encoding
		}
		message := rapid.String().Draw(t, "message")
		status, added := "failed", 0
		if rapid.Bool().Draw(t, "in conflict") {
			status, added = "conflict", 1
		}
		failures := func(int) failure { return failure{status, message} }
		failed, rows, err := writeFailed(rewrite(t, path, string(w.content)), o, failures)
		if err != nil {
			t.Fatal(err)
		}
		again, rowsAgain, err := writeFailed(rewrite(t, path, string(failed)), o, failures)
		if err != nil || !bytes.Equal(failed, again) {
			t.Fatalf("failed.csv of failed.csv is %q (%v)\nwant %q", again, err, failed)
		}
		for i, row := range rowsAgain {
			if n := len(rows[i].Record); !row.Problem.IsZero() || !slices.Equal(row.Record[:n], rows[i].Record) || row.Record[n+added] != status {
				t.Fatalf("row %d is %q, was %q", i, row.Record, rows[i].Record)
			}
		}
		if len(rows) != len(rowsAgain) {
			t.Fatalf("%d rows, then %d", len(rows), len(rowsAgain))
		}
	})
}

func TestNewFailedRowWriter_RefusesWhatNoInputIs(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]importer.Input{
		"encoding":  {Encoding: "klingon", Delimiter: ";"},
		"delimiter": {Encoding: "utf-8"},
		"header":    {Encoding: "utf-8", Delimiter: ";", HeaderAt: 1},
	} {
		if _, err := source.NewFailedRowWriter(in, false); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// rewrite leaves the content in the one file of a property.
func rewrite(t *rapid.T, path, content string) string {
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
