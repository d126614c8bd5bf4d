package reports_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/reports"
)

const (
	reportHeader  = "line;key;id;result;status;http_status;error_code;message;changed_fields;attempts;etag_before;etag_after;finished_at;name;number\n"
	changesHeader = "line;key;id;field;before;after;status\n"
)

func TestReport_ColumnsAndWords(t *testing.T) {
	t.Parallel()
	full := importer.Outcome{
		Seq: 0, Line: 2, Key: "CONT1", ID: "id1", Status: importer.Updated, HTTPStatus: 200, Code: importer.RemarkStoredDifferently,
		Message: mapping.PlainMessage(`a "b"; c`), Attempts: 2, ETagBefore: `W/"1"`, ETagAfter: `W/"2"`, FinishedAt: noon(), Name: "Berg; Anna", Number: "CT000123",
		Changes: []importer.Change{
			{Field: "email", Before: "old", After: "new", Stored: "NEW", Differs: true},
			{Field: "jobTitle", Before: "x", After: ""},
		},
	}
	unknown := outcome(1, importer.Unknown)
	unknown.Changes = []importer.Change{{Field: "email", Before: "a", After: "b"}, {Field: "jobTitle", Before: "c", After: "d", Open: true}}
	planned := outcome(2, importer.WouldUpdate)
	planned.Changes = []importer.Change{{Field: "email", Before: "a", After: "b"}}
	folder := t.TempDir()
	write(t, folder, newRun(3, full, unknown, planned))
	want := reportHeader +
		`2;CONT1;id1;success;updated;200;stored_differently;"a ""b""; c";"email;jobTitle";2;"W/""1""";"W/""2""";2026-07-01T12:00:00.000Z;"Berg; Anna";CT000123` + "\n" +
		`3;K1;id1;failure;unknown;;some_code;Do this.;email;0;;;2026-07-01T12:00:00.000Z;;` + "\n" +
		`4;K2;id2;planned;would_update;;;;email;0;;;2026-07-01T12:00:00.000Z;;` + "\n"
	if got := read(t, folder, reports.ReportFile); got != want {
		t.Errorf("report.csv\ngot  %s\nwant %s", got, want)
	}
	want = changesHeader +
		"2;CONT1;id1;email;old;NEW;updated\n2;CONT1;id1;jobTitle;x;;updated\n" +
		"3;K1;id1;email;a;b;unknown\n3;K1;id1;jobTitle;c;d;unknown\n4;K2;id2;email;a;b;would_update\n"
	if got := read(t, folder, reports.ChangesFile); got != want {
		t.Errorf("changes.csv\ngot  %s\nwant %s", got, want)
	}
}

func TestReport_ResultOfEveryStatus(t *testing.T) {
	t.Parallel()
	var all []importer.Outcome
	for seq, status := range importer.Statuses() {
		all = append(all, outcome(seq, status))
	}
	folder := t.TempDir()
	write(t, folder, newRun(len(all), all...))
	want := map[string]string{"updated": "success", "unchanged": "success", "would_update": "planned", "skipped": "skipped", "not_accepted": "skipped"}
	for _, row := range rows(t, folder, reports.ReportFile, ';')[1:] {
		result := want[row[4]]
		if result == "" {
			result = "failure"
		}
		if row[3] != result {
			t.Errorf("%s is a %s", row[4], row[3])
		}
	}
}

// TestReport_FormulasAreTexts holds the rule for cells that a spreadsheet would take
// for a formula.
func TestReport_FormulasAreTexts(t *testing.T) {
	t.Parallel()
	for text, guarded := range map[string]bool{
		"=1+1": true, "@SUM(A1)": true, "\tx": true, "\rx": true,
		"+cmd|' /C calc'!A0": true, "-2+3+cmd": true, "+49 30 a": true, "-x": true, "+1;2": true, "+\u0661": true,
		"+1 425-555-0174": false, "+49 (0)30/123.45-6": false, "-5": false, "-": false, "+": false, "- ": false,
		"-1.5": false, "-0.00001": false, "-12345678901234567890.5": false, "2026-11-27": false, "2026-11-27T10:00:00Z": false,
		"true": false, "Non-Inventory": false, "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10": false, "-1.5E+03": true,
		"": false, "x=1": false, " =1": false, "'=1": false, "\nx": false, "ü": false, "1+1": false,
	} {
		o := outcome(0, importer.Rejected)
		o.Key, o.ID, o.Code, o.Message = text, text, text, mapping.PlainMessage(text)
		o.ETagBefore, o.ETagAfter = importer.ETag(text), importer.ETag(text)
		o.Name, o.Number = text, text
		o.Changes = []importer.Change{{Field: "email", Before: text, After: text}}
		want := text
		if guarded {
			want = "'" + strings.ReplaceAll(text, "\r", "\n")
		}
		folder := t.TempDir()
		write(t, folder, newRun(1, o))
		report := rows(t, folder, reports.ReportFile, ';')[1]
		changes := rows(t, folder, reports.ChangesFile, ';')[1]
		cells := slices.Concat(report[1:3], report[6:8], report[10:12], report[13:15], changes[1:3], changes[4:6])
		for _, cell := range cells {
			if cell != want {
				t.Errorf("%q is written as %q, want %q", text, cells, want)
				break
			}
		}
	}
}

// TestReport_NothingSteers: whoever looks at a report with a pager sees what is in it.
func TestReport_NothingSteers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\x1b[2Jx": `\u001b[2Jx`, "a\r\nb": "a\nb", "a\rb": "a\nb", "a\tb\nc": "a\tb\nc",
		"\u009b1A": `\u009b1A`, "\u202eexe": `\u202eexe`, "\x00": `\u0000`, "\x9b": `\x9b`, "Åse": "Åse",
	} {
		o := outcome(0, importer.Rejected)
		o.Key, o.ID, o.Code, o.Message, o.Name, o.Number = text, text, text, mapping.PlainMessage(text), text, text
		o.ETagBefore, o.ETagAfter = importer.ETag(text), importer.ETag(text)
		o.Changes = []importer.Change{{Field: "email", Before: text, After: text}}
		folder := t.TempDir()
		write(t, folder, newRun(1, o))
		report := rows(t, folder, reports.ReportFile, ';')[1]
		changes := rows(t, folder, reports.ChangesFile, ';')[1]
		for _, cell := range slices.Concat(report[1:3], report[6:8], report[10:12], report[13:15], changes[1:3], changes[4:6]) {
			if cell != want {
				t.Errorf("%q is written as %q, want %q", text, cell, want)
			}
		}
	}
}

func TestReport_MarkAndDelimiter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		input     importer.Input
		delimiter string
		mark      bool
		want      string
	}{
		"UTF-8 without a mark": {importer.Input{Encoding: "utf-8", Delimiter: ","}, "", false, "line,key"},
		"UTF-8 with a mark":    {importer.Input{Encoding: "utf-8", Mark: true, Delimiter: ";"}, "", true, "line;key"},
		"UTF-16":               {importer.Input{Encoding: "utf-16le", Mark: true, Delimiter: "\t"}, "", true, "line\tkey"},
		"windows-1252":         {importer.Input{Encoding: "windows-1252", Delimiter: "|"}, "", true, "line|key"},
		"no text file":         {importer.Input{}, "", true, "line,key"},
		"--delimiter":          {importer.Input{Encoding: "utf-8", Delimiter: ";"}, "\t", false, "line\tkey"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newRun(0)
			run.About.Input, run.About.Options.Delimiter = c.input, c.delimiter
			folder := t.TempDir()
			write(t, folder, run)
			for _, file := range []string{reports.ReportFile, reports.ChangesFile} {
				got, marked := strings.CutPrefix(read(t, folder, file), "\ufeff")
				if marked != c.mark || !strings.HasPrefix(got, c.want) {
					t.Errorf("%s begins %.20q, mark %v", file, got, marked)
				}
			}
		})
	}
}

// rows reads a report as a spreadsheet does.
func rows(t *testing.T, folder, name string, delimiter rune) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(t, folder, name), "\ufeff")))
	r.Comma = delimiter
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
