package sqlite_test

import (
	"context"
	"fmt"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// BenchmarkRun measures what a row costs on its way through the journal, in
// chunks of 100: its intent, its outcome and its reading.
func BenchmarkRun(b *testing.B) {
	const chunk = 100
	ctx := context.Background()
	for _, call := range []struct {
		name string
		do   func(file *sqlite.File, seqs []int) error
	}{
		{"intend", func(f *sqlite.File, seqs []int) error { return f.Intend(ctx, each(seqs, intent)) }},
		{"record", func(f *sqlite.File, seqs []int) error { return f.Record(ctx, each(seqs, updated)) }},
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
	intend(b, file, each(seqs, intent)...)
	record(b, file, each(seqs, updated)...)
	for b.Loop() {
		if n := len(outcomes(b, file)); n != rows {
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
	o := updated(seq)
	o.Status = importer.WouldUpdate
	return o
}

// contactID spreads the contacts over the alphabet, as GUIDs are.
func contactID(seq int) string {
	return fmt.Sprintf("%08x-0d5e-4a52-9c1b-2d8f3e7a9b10", uint32(seq)*2654435761)
}
