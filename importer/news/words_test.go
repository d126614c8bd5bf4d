package news

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/reports"
)

// plainWords name options by their names.
type plainWords struct{}

func (plainWords) Option(o importer.Option) string { return o.Name }
func (plainWords) Step(s importer.Step) string     { return string(s.Kind) }
func (plainWords) Path(p importer.Path) string     { return string(p) }

// TestReasonWords_QuoteNoFile: what an error says of a file may be a contact's value.
func TestReasonWords_QuoteNoFile(t *testing.T) {
	t.Parallel()
	quoting := errors.New("c.csv:2: Berg is no number\nand more")
	for name, test := range map[string]struct {
		err     error
		instead string
		want    string
	}{
		"a file's":       {quoting, "a file is wrong", "a file is wrong"},
		"a program's":    {errors.New("no target\nand more"), "", "no target"},
		"a known one":    {fmt.Errorf("c.csv: %w", runs.ErrInputChanged), "a file is wrong", runs.ErrInputChanged.Error()},
		"an option's":    {&runs.TooManyUpdates{Updates: 3, Rows: 4, Most: "2"}, "", "more rows would change than max_updates allows"},
		"suspicious":     {&runs.Suspicious{Found: []importer.Suspicion{{Code: importer.SameValue}}, Err: quoting}, "", "the file looks wrong as a whole (same_value)"},
		"a long message": {errors.New(strings.Repeat("ä", 141)), "", strings.Repeat("ä", 139) + "…"},
	} {
		if got := ReasonWords(test.err, test.instead, plainWords{}); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestEndWords_TellRowsThatDidNotSucceed(t *testing.T) {
	t.Parallel()
	s := &reports.Summary{Rows: reports.RowCounts{Total: 5, Updated: 2, NotFound: 1, NotAttempted: 2}}
	for kind, want := range map[importer.EndKind]string{
		importer.EndSucceeded:  "every row succeeded",
		importer.EndIncomplete: fmt.Sprintf("%d of 5 rows did not succeed", s.Rows.Failures()),
		importer.EndStopped:    "stopped: " + importer.ErrInterrupted.Error() + "; 2 rows open",
	} {
		if got := EndWords(kind, importer.ErrInterrupted, s, plainWords{}); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}
