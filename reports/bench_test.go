package reports_test

import (
	"testing"
	"time"

	"bcimport/importer"
)

// BenchmarkWrite writes the reports of a run of which 70 % of the rows changed a
// field and 3 % failed, for their cost a row.
func BenchmarkWrite(b *testing.B) {
	const rows = 200_000
	run := newRun(rows)
	run.Outcomes = func(yield func(importer.Outcome, error) bool) {
		updated, unchanged, invalid := outcome(0, importer.Updated), outcome(0, importer.Unchanged), outcome(0, importer.Invalid)
		updated.Changes = []importer.Change{{Field: "professionalTitle", Before: "Purchasing Manager", After: "Senior Purchasing Manager"}}
		for seq := range rows {
			o := updated
			switch {
			case seq%100 < 3:
				o = invalid
			case seq%100 < 30:
				o = unchanged
			}
			o.Seq, o.Line, o.FinishedAt = seq, seq+2, noon().Add(time.Duration(seq/100)*3*time.Millisecond)
			if !yield(o, nil) {
				return
			}
		}
	}
	folder := b.TempDir()
	for b.Loop() {
		write(b, folder, run)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
