package dropfolder

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The keys of the file are older than the names in Memory.
func TestMemory_OfAnEarlierProgramIsUnderstood(t *testing.T) {
	t.Parallel()
	f := open(t)
	const saved = `{"looked":"2026-11-25T02:00:00Z","since":{"*":"2026-11-01T02:00:00Z"},"came":{"*":"2026-11-24T02:00:00Z"},` +
		`"late":{"*":"2026-11-23T02:00:00Z"},"alarmed":{"*":"2026-11-22T02:00:00Z"},"tries":{"a":{"began":"2026-11-25T01:00:00Z","told":true}},` +
		`"strays":{"x":true},"untold":{"b":{"kind":"failure"}},"kept":[1]}`
	if err := os.WriteFile(filepath.Join(f.dir, memoryFile), []byte(saved), 0o600); err != nil {
		t.Fatal(err)
	}
	m := f.LoadMemory(time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC))
	if m.Looked.Hour() != 2 || m.Since["*"].Day() != 1 || m.Arrived["*"].Day() != 24 || m.Late["*"].Day() != 23 || m.Alarmed["*"].Day() != 22 {
		t.Errorf("times %+v", m)
	}
	if a := m.Attempts["a"]; a.Began.Hour() != 1 || !a.Notified || !m.Ignored["x"] || string(m.Undelivered["b"]) != `{"kind":"failure"}` || string(m.Kept) != "[1]" {
		t.Errorf("the rest %+v", m)
	}
}
