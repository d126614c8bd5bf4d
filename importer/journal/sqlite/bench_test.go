package sqlite_test

import (
	"context"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
)

// BenchmarkRun measures what a row costs on its way through the journal, in
// chunks of 100: its journaltest.Intent, its outcome and its reading.
func BenchmarkRun(b *testing.B) {
	const chunk = 100
	ctx := context.Background()
	for _, call := range []struct {
		name string
		do   func(file *sqlite.File, seqs []int) error
	}{
		{"intend", func(f *sqlite.File, seqs []int) error { return f.Intend(ctx, each(seqs, journaltest.Intent)) }},
		{"record", func(f *sqlite.File, seqs []int) error { return f.Record(ctx, each(seqs, journaltest.Updated)) }},
		{"plan", func(f *sqlite.File, seqs []int) error { return f.Record(ctx, each(seqs, planned)) }},
	} {
		b.Run(call.name, func(b *testing.B) {
			file := makeRun(b)
			seq := 0
			for b.Loop() {
				seqs := make([]int, chunk)
				for i := range seqs {
					seqs[i] = seq
					seq++
				}
				if err := call.do(file, seqs); err != nil {
					b.Fatal(err)
				}
			}
			perRow(b, b.N*chunk)
		})
	}
}

func BenchmarkOutcomes(b *testing.B) {
	file := makeRun(b)
	const rows = 100_000
	seqs := make([]int, rows)
	for i := range seqs {
		seqs[i] = i
	}
	journaltest.Intend(b, file, each(seqs, journaltest.Intent)...)
	journaltest.Record(b, file, each(seqs, journaltest.Updated)...)
	for b.Loop() {
		if n := len(journaltest.Outcomes(b, file)); n != rows {
			b.Fatalf("%d rows", n)
		}
	}
	perRow(b, b.N*rows)
}

func perRow(b *testing.B, rows int) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(rows), "µs/row")
}

func each[T any](seqs []int, one func(seq int) T) []T {
	values := make([]T, len(seqs))
	for i, seq := range seqs {
		values[i] = one(seq)
	}
	return values
}

func planned(seq int) importer.Outcome {
	o := journaltest.Updated(seq)
	o.Status = importer.WouldUpdate
	return o
}
