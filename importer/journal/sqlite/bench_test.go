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

// BenchmarkSearch measures how long a journal of a million rows takes that is opened to be
// searched: for a record that it does not have, for one in its middle, and for one by its
// number, which its rows have not.
func BenchmarkSearch(b *testing.B) {
	folder := b.TempDir()
	if err := sqlite.Create(folder, journaltest.About(), nil); err != nil {
		b.Fatal(err)
	}
	file := openRun(b, folder)
	const rows, chunk = 1_000_000, 100
	for from := 0; from < rows; from += chunk {
		seqs := make([]int, chunk)
		for i := range seqs {
			seqs[i] = from + i
		}
		journaltest.Intend(b, file, each(seqs, journaltest.Intent)...)
		journaltest.Record(b, file, each(seqs, journaltest.Updated)...)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	for name, sought := range map[string]importer.Sought{
		"none":   {IDs: []string{"ffffffff-0000-0000-0000-000000000000"}},
		"first":  {IDs: []string{journaltest.ContactID(0)}},
		"middle": {IDs: []string{journaltest.ContactID(rows / 2)}},
		"number": {Text: "CONT99999999"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				file := openRun(b, folder)
				for _, err := range file.Past(sought) {
					if err != nil {
						b.Fatal(err)
					}
				}
				if err := file.Close(); err != nil {
					b.Fatal(err)
				}
			}
			perRow(b, b.N*rows)
		})
	}
}
