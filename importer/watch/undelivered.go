package watch

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"bcimport/importer"
	"bcimport/importer/dropfolder"
)

// delivered are news that are out, and that the next watcher need not tell again. It is
// safe for concurrent use.
type delivered struct {
	mu   sync.Mutex
	over []string // ids of items
}

// end takes note that the news of an item are out, or given up.
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

// news is an event as it is remembered.
type news struct {
	Kind    string           `json:"kind"`
	File    string           `json:"file"`
	Run     string           `json:"run,omitempty"`
	End     importer.EndKind `json:"end,omitempty"`
	Code    int              `json:"code,omitempty"` // of a watcher that told ends by exit codes
	Message string           `json:"message"`
	Rows    map[string]int   `json:"rows,omitempty"`
}

// announce remembers what is going to be told of an item, before it moves.
func (w *Watcher) announce(e Event) error {
	text, err := json.Marshal(news{Kind: e.Kind, File: e.File, Run: e.Run, End: e.End, Message: e.Message, Rows: e.Rows})
	if err != nil {
		return err
	}
	w.memory.Undelivered[e.ID] = text
	return w.remember()
}

// notifyUndelivered sends what an earlier watcher could not send: it was ended between
// moving a file and the news of it. An item that is still in working is told of again when
// it leaves.
func (w *Watcher) notifyUndelivered(ctx context.Context) error {
	items, err := w.folder.Items()
	if err != nil {
		return err
	}
	for id, text := range w.memory.Undelivered {
		var n news
		here := slices.ContainsFunc(items, func(j *dropfolder.Item) bool { return j.ID() == id })
		if here || json.Unmarshal(text, &n) != nil {
			w.delivered.end(id)
			continue
		}
		w.notify(ctx, Event{ID: id, Kind: n.Kind, File: n.File, Folder: w.folder.Locate(id), Run: n.Run, End: n.end(),
			Message: n.Message + " (sent late, because the watcher ended before it could send it)", Rows: n.Rows})
	}
	return nil
}

// end is how the run ended, whoever wrote it down.
func (n news) end() importer.EndKind {
	if n.End == "" && n.Code > 0 && n.Code <= 4 {
		return []importer.EndKind{importer.EndRefused, importer.EndBroken, importer.EndIncomplete, importer.EndStopped}[n.Code-1]
	}
	return n.End
}
