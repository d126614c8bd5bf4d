package shipped

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/objects"
)

// inFolder is a run in a store that is a folder.
func inFolder(b *testing.B) (*objects.Folder, *sqlite.File) {
	store, err := objects.OpenFolder(b.TempDir())
	must(b, err)
	l, err := Take(context.Background(), store, "log/", attempt(1), b.TempDir(), Options{})
	must(b, err)
	must(b, l.Create(l.folder, journaltest.About(), nil))
	f, err := l.Open(l.folder)
	must(b, err)
	b.Cleanup(func() { f.Close() })
	return store, f
}

// BenchmarkAppend measures chunks of 100 rows whose intents are recorded by one worker or
// by eight, in the log and in its view.
func BenchmarkAppend(b *testing.B) {
	for _, workers := range []int{1, 8} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			_, f := inFolder(b)
			var chunk atomic.Int64
			b.ResetTimer()
			var working sync.WaitGroup
			for range workers {
				working.Go(func() {
					for at := chunk.Add(1); at <= int64(b.N); at = chunk.Add(1) {
						intents := make([]importer.Intent, 100)
						for i := range intents {
							intents[i] = journaltest.Intent(int(at)*100 + i)
						}
						if err := f.Intend(context.Background(), intents); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			working.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "chunks/s")
		})
	}
}

// BenchmarkTake measures the takeover of a run of 1,500 records, each a chunk of 100 rows.
func BenchmarkTake(b *testing.B) {
	store, f := inFolder(b)
	for at := range 1500 {
		intents := make([]importer.Intent, 100)
		for i := range intents {
			intents[i] = journaltest.Intent(at*100 + i)
		}
		must(b, f.Intend(context.Background(), intents))
	}
	n := 1
	root := b.TempDir()
	for b.Loop() {
		n++
		l, err := Take(context.Background(), store, "log/", attempt(n), filepath.Join(root, fmt.Sprint(n)), Options{})
		must(b, err)
		if !l.Begun() {
			b.Fatal("there is no run")
		}
	}
}
