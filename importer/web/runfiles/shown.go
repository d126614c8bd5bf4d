package runfiles

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/reports"
)

// Shown is the report of a run as a page shows it.
type Shown struct {
	Summary reports.Summary
	// Part is what report.html shows, made of the run's record by templates that escape all
	// values.
	Part string

	key string
}

// Cache keeps the reports that were shown last. It is safe for concurrent use. The zero value
// is ready.
type Cache struct {
	mu    sync.Mutex
	kept  []*Shown // the latest first
	locks sync.Map // of the folders whose reports are being made
}

// most bounds a Cache: a report has less than 2 MB.
const most = 8

// Of returns the report of a run, made anew where the run has changed since. words are those
// of a language, and files is what comes before the names of files in their addresses.
func (c *Cache) Of(ctx context.Context, r Run, language string, words importer.Words, files string) (*Shown, error) {
	lock, _ := c.locks.LoadOrStore(r.Folder, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	defer lock.(*sync.Mutex).Unlock()
	key := strings.Join([]string{files, language, r.Folder, r.fingerprint()}, "\n")
	if found := c.find(key); found != nil {
		return found, nil
	}
	var part bytes.Buffer
	summary, err := r.Manager.ShowReport(ctx, r.Folder, words, files, &part)
	if err != nil {
		return nil, err
	}
	shown := &Shown{summary, part.String(), key}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = slices.Insert(c.kept, 0, shown)
	c.kept = c.kept[:min(len(c.kept), most)]
	return shown, nil
}

func (c *Cache) find(key string) *Shown {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.kept {
		if s.key == key {
			return s
		}
	}
	return nil
}

// fingerprint changes when the run does.
func (r Run) fingerprint() string {
	var b strings.Builder
	for _, name := range []string{r.Manager.Store.Name(), reports.SummaryFile, reports.FailedFile} {
		if info, err := os.Stat(filepath.Join(r.Folder, name)); err == nil {
			fmt.Fprintln(&b, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}
