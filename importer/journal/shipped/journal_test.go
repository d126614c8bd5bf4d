package shipped_test

import (
	"context"
	"crypto/rand"
	"iter"
	"os"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/journaltest"
	"bcimport/importer/journal/shipped"
	"bcimport/importer/objects"
)

// inFolder keeps logs in a store beside their run folders; whoever opens one is the next attempt.
func inFolder(folder string) (*shipped.Log, error) {
	store, err := objects.OpenFolder(folder + ".store")
	if err != nil {
		return nil, err
	}
	by := shipped.Attempt{Owner: rand.Text(), Epoch: shipped.Epoch{Scheduled: time.Now(), Number: 1}}
	return shipped.Take(context.Background(), store, "log/", by, folder, shipped.Options{})
}

func store() journaltest.Store {
	return journaltest.Store{
		Create: func(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
			l, err := inFolder(folder)
			if err != nil {
				return err
			}
			return l.Create(folder, about, edits)
		},
		Open: func(folder string) (journaltest.Journal, error) {
			l, err := inFolder(folder)
			if err != nil {
				return nil, err
			}
			f, err := l.Open(folder)
			if err != nil {
				return nil, err
			}
			return f, nil
		},
	}
}

func TestMain(m *testing.M) { os.Exit(journaltest.Main(m, store())) }

func TestJournal(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, store())
}
