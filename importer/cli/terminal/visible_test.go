package terminal

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// TestShown_CutAnywhereIsTheSame: a letter that two writes bring is one letter.
func TestShown_CutAnywhereIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aü€\u202e\u2028𝄞\x1b\u009b\n\t")))).Draw(t, "text")
		var got bytes.Buffer
		streams, done := Visible(Streams{Out: &got, Err: &got})
		for rest := []byte(text); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			if written, err := streams.Out.Write(rest[:n]); written != n || err != nil {
				t.Fatalf("wrote %d of %d, %v", written, n, err)
			}
			rest = rest[n:]
		}
		done()
		if want := lines.Visible(text); got.String() != want {
			t.Fatalf("%q came as %q", text, got.String())
		}
	})
}

func TestShown_BytesThatAreNoLetterAreNotHeldBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"\x9b2J", "\xe2", "\xe2\x80", "a\xff", "\xf0\x9d\x84", "\x80\x80\x80\x80\x80"} {
		var got bytes.Buffer
		streams, done := Visible(Streams{Out: &got, Err: &got})
		fmt.Fprint(streams.Err, text)
		done()
		if want := lines.Visible(text); got.String() != want {
			t.Errorf("%q came as %q", text, got.String())
		}
	}
}

// TestShown_LinesOfSeveralStayWhole: logs and messages come from several goroutines at once.
func TestShown_LinesOfSeveralStayWhole(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	streams, done := Visible(Streams{Out: &got, Err: &got})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				fmt.Fprintf(streams.Err, "größe %s\n", strings.Repeat("ü", 20))
			}
		})
	}
	group.Wait()
	done()
	for line := range strings.Lines(got.String()) {
		if line != "größe "+strings.Repeat("ü", 20)+"\n" {
			t.Fatalf("line %q", line)
		}
	}
}

// TestSummary_MessagesAreWrappedAndNeverCut: what to do stands at the end of a message.
func TestSummary_MessagesAreWrappedAndNeverCut(t *testing.T) {
	t.Parallel()
	message := `The text "Stellvertretende Leiterin Einkauf und Logistik" in column "Job Title" has 46 characters, and professionalTitle accepts at most 30; ` +
		strings.Repeat("so ", 60) + "shorten it."
	first := importer.Outcome{Line: 106, Key: "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10", Number: "CT000123", Name: "Anna\nBerg", Status: importer.Invalid, Code: "too_long"}
	s := reports.Summary{Problems: []reports.Problem{
		{First: first, Message: message, Rows: 40, Lines: []int{106, 107, 109}, Column: `"Job Title"`}, {First: first, Message: message, Rows: 2, Lines: []int{106, 200}}, {First: first, Message: message, Rows: 1, Lines: []int{106}},
		{First: first, Message: message, Rows: 1}, {First: first, Message: message, Rows: 1}, {First: first, Message: message, Rows: 1}, {First: first, Message: message, Rows: 1},
	}, Others: 3}
	for _, width := range []int{0, 40, 72, 200} {
		var out bytes.Buffer
		printProblems(&out, s, width)
		text := strings.Join(strings.Fields(out.String()), " ")
		for _, want := range []string{
			`40 rows: invalid, too_long in column "Job Title" (lines 106, 107, 109, …): The text`, "2 rows: invalid, too_long (lines 106, 200): The text",
			`line 106 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10 (CT000123, Anna\nBerg): invalid: The text`, "and 5 rows more, for other reasons; report.csv lists all of them",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("at %d %s is missing:\n%s", width, want, out.String())
			}
		}
		if got := strings.Count(text, "so shorten it."); got != mostShown {
			t.Errorf("at %d %d messages are whole", width, got)
		}
		for line := range strings.Lines(out.String()) {
			if width > 0 && lines.Width(strings.TrimSuffix(line, "\n")) > max(width, 48) {
				t.Errorf("at %d: %q is too wide", width, line)
			}
		}
	}
}
