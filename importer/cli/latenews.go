package cli

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"bcimport/importer/dropfolder"
)

// delivered are news that are out, and that the next watcher need not tell again. It is
// used by several goroutines.
type delivered struct {
	mu   sync.Mutex
	over []string // ids of jobs
}

// end takes note that the news of a job are out, or given up.
func (u *delivered) end(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.over = append(u.over, id)
}

// settle forgets what is over.
func (u *delivered) settle(m *dropfolder.Memory) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, id := range u.over {
		delete(m.Undelivered, id)
	}
	u.over = nil
}

// news is a happening as it is remembered.
type news struct {
	Kind    string         `json:"kind"`
	File    string         `json:"file"`
	Run     string         `json:"run,omitempty"`
	Code    Code           `json:"code"`
	Message string         `json:"message"`
	Rows    map[string]int `json:"rows,omitempty"`
}

// announce remembers what is going to be told of a job, before it moves.
func (w *watcher) announce(h happening) error {
	text, err := json.Marshal(news{h.kind, h.file, h.run, h.code, h.message, h.rows})
	if err != nil {
		return err
	}
	w.memory.Undelivered[h.id] = text
	return w.remember()
}

// tellUntold tells what an earlier watcher could not any more: it was ended between
// moving a file and the news of it. A job that is still in working is told of again when
// it leaves.
func (w *watcher) tellUntold(ctx context.Context) error {
	jobs, err := w.folder.Items()
	if err != nil {
		return err
	}
	for id, text := range w.memory.Undelivered {
		var n news
		here := slices.ContainsFunc(jobs, func(j *dropfolder.Item) bool { return j.ID() == id })
		if here || json.Unmarshal(text, &n) != nil {
			w.unheard.end(id)
			continue
		}
		w.tell(ctx, happening{id: id, kind: n.Kind, file: n.File, folder: w.folder.Locate(id), run: n.Run, code: n.Code,
			message: n.Message + " (told late: the watcher was ended before it could)", rows: n.Rows})
	}
	return nil
}
