package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// Command is what a run of a fleet does.
type Command string

// The commands. Each is a run with an id of its own; resume and report go on with, or
// read, the log of another one, and undo reads it.
const (
	Run    Command = "run"
	Resume Command = "resume"
	Undo   Command = "undo"
	Report Command = "report"
)

// Spec says what a run is to do, as it was submitted; it never changes. It holds no
// secret, and no value of a record.
type Spec struct {
	ID      string  `json:"id"`
	Command Command `json:"command"`
	// Of is the run that is resumed, undone or reported again.
	Of string `json:"of,omitempty"`

	// Target is the name of the target, and Key what its runs share the limits of: they
	// come one after the other.
	Target string `json:"target"`
	Key    string `json:"key"`
	// APIRoot, Environment and CompanyID are where the target led when the run was
	// submitted: no worker runs it elsewhere.
	APIRoot     string `json:"api_root"`
	Environment string `json:"environment"`
	Company     string `json:"company,omitempty"`
	CompanyID   string `json:"company_id"`

	Input       Input             `json:"input,omitzero"`
	Mapping     importer.Document `json:"mapping,omitzero"`
	Options     importer.Options  `json:"options,omitzero"`
	MaxFailures string            `json:"max_failures,omitempty"`
	RequireRows bool              `json:"require_rows,omitempty"`
	// Failed takes up rows that failed or met a conflict, too (resume); Fields are those
	// to be put back, nil for all (undo).
	Failed bool     `json:"failed,omitempty"`
	Fields []string `json:"fields,omitempty"`

	// Dropped is where the input was dropped; nil for one that was submitted by hand.
	Dropped *Dropped `json:"dropped,omitempty"`
	// Priority is which of the runs that wait for a worker comes first: the highest.
	Priority int `json:"priority,omitempty"`
	// Yes allows writing to a protected target.
	Yes bool `json:"yes,omitempty"`

	By        string    `json:"by,omitempty"`
	Submitted time.Time `json:"submitted"`
}

// Input is the file that a run reads. Its content lies in the store.
type Input struct {
	Name   string `json:"name"` // without its folder
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Dropped is where an input came from.
type Dropped struct {
	// Inbox is the prefix that it lay below, in the store.
	Inbox string `json:"inbox"`
	// SetAside leaves out content that was done in this inbox before.
	SetAside bool `json:"set_aside,omitempty"`
}

// NewID makes an id of a run of a target: ids are ordered by time, to the second, and no
// two are the same.
func NewID(target string, now time.Time) string {
	name := escape(target)
	name = strings.Trim(name[:min(len(name), 40)], "-")
	return fmt.Sprintf("%s-%s-%s", now.UTC().Format("20060102T150405"), name, strings.ToLower(rand.Text()[:8]))
}

// SubmittedAt is when a run was submitted, by its id.
func SubmittedAt(id string) (time.Time, error) {
	text, _, _ := strings.Cut(id, "-")
	return time.Parse("20060102T150405", text)
}

// ReadSpec reads what a run is to do. There is no such run where the error is
// fs.ErrNotExist.
func ReadSpec(ctx context.Context, o Objects, id string) (Spec, error) {
	var s Spec
	if err := checkID(id); err != nil {
		return s, err
	}
	err := get(ctx, o, specOf(id), &s)
	if errors.Is(err, fs.ErrNotExist) {
		return s, importer.Invalidf("there is no run %s: %w", id, err)
	}
	if err == nil && s.ID != id {
		err = importer.Invalidf("the spec of run %s is that of another one", id)
	}
	return s, err
}

// runsSpec is the spec as package runs takes it, for an input in a local file.
func (s *Spec) runsSpec(input, folder, past string) runs.Spec {
	return runs.Spec{
		Input: runs.Input{Path: input, Name: s.Input.Name}, Mapping: s.Mapping, Target: s.Target, Options: s.Options,
		MaxFailures: s.MaxFailures, RequireRows: s.RequireRows, Out: folder, Past: past, By: s.By,
	}
}
