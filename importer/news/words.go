package news

import (
	"errors"
	"fmt"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/reports"
	"bcimport/reports/lines"
)

// ReasonWords says why nothing began; instead is said where the error may quote a file.
func ReasonWords(err error, instead string, words importer.Words) string {
	if why := stopWords(err, words); why != "" {
		return why
	}
	if instead != "" {
		return instead
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return clip(first)
}

// clip shortens a message for news; the program's own has it whole.
func clip(s string) string {
	const most = 140
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}

// EndWords says how a run ended. It quotes no error: those may quote rows.
func EndWords(kind importer.EndKind, reason error, s *reports.Summary, words importer.Words) string {
	why := stopWords(reason, words)
	switch {
	case s == nil:
		return "the program failed and wrote no new reports; its messages say what to do"
	case kind == importer.EndSucceeded:
		return "every row succeeded"
	case kind == importer.EndIncomplete:
		return fmt.Sprintf("%d of %s did not succeed", s.Rows.Failures(), lines.Count(s.Rows.Total, "row"))
	case why == "":
		why = "the program failed"
	}
	return fmt.Sprintf("stopped: %s; %s open", why, lines.Count(s.Rows.NotAttempted+s.Rows.Unknown, "row"))
}

// stopWords is why a run stopped, of the words that are the program's own.
func stopWords(err error, words importer.Words) string {
	if refused := (*runs.Suspicious)(nil); errors.As(err, &refused) {
		return refused.Words()
	}
	for _, known := range []error{
		importer.ErrUnreachable, importer.ErrInterrupted, importer.ErrSignIn, importer.ErrCompanyGone, importer.ErrServerDown, importer.ErrTooManyFailures,
		importer.ErrUnsettled, runs.ErrInputChanged, runs.ErrOpenRows,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	if tooMany := (*runs.TooManyUpdates)(nil); errors.As(err, &tooMany) {
		return fmt.Sprintf("more rows would change than %s allows", words.Option(importer.Option{Name: "max_updates"}))
	}
	if errors.Is(err, importer.ErrJournal) {
		return "the journal could not be written"
	}
	return ""
}

// ByStatus returns the counts of rows that are those of a status.
func ByStatus(rows map[string]int) map[string]int {
	counts := map[string]int{}
	for _, status := range importer.Statuses() {
		if n, known := rows[string(status)]; known {
			counts[string(status)] = n
		}
	}
	return counts
}
