package importer

import (
	"slices"
	"strings"
	"time"
)

// Sought is what a search looks for in the records of runs: a record by what people know
// of it.
type Sought struct {
	// Text is a key of an input, an id or a number, in any case, or a name as it is; empty
	// for none.
	Text string
	// IDs are ids of records.
	IDs []string
}

// Takes reports whether what a row's record is known by is sought.
func (s Sought) Takes(key, id, name, number string) bool {
	if s.Text != "" && (s.Text == name || strings.EqualFold(s.Text, key) || strings.EqualFold(s.Text, id) || strings.EqualFold(s.Text, number)) {
		return true
	}
	return id != "" && slices.ContainsFunc(s.IDs, func(sought string) bool { return strings.EqualFold(sought, id) })
}

// Past is what one write of a run changed, or may have changed.
type Past struct {
	// At is when the write was about to be sent.
	At time.Time
	// Outcome is the end of its row; of the row's changes it has those of this write.
	Outcome Outcome
}
