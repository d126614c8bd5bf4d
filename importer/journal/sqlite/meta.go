package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"bcimport/importer"
	"bcimport/importer/journal"
)

// About returns what the run was given.
func (f *File) About() (importer.About, error) {
	var a importer.About
	err := f.get("about", &a)
	if in := a.Input; err == nil && min(in.Rows, in.BlankRows, in.HeaderAt) < 0 {
		err = fmt.Errorf("%w: it counts below zero", importer.ErrDamaged)
	}
	return a, err
}

// Finish records how the run ended.
func (f *File) Finish(e importer.Ending) error {
	if err := f.append(journal.Ended, e, ""); err != nil {
		return err
	}
	view, err := f.log()
	if err != nil {
		return err
	}
	c := counts{Place: view.Last()}
	if c.Rows, err = view.Counts(); err != nil {
		return err
	}
	counted, err := value("counts", c)
	if err != nil {
		return err
	}
	ended, err := value("ending", e)
	if err != nil {
		return err
	}
	counted.Values["ending"] = ended.Values["ending"]
	if err := f.add(nil, counted); err != nil {
		return fmt.Errorf("record the end: %w", err)
	}
	return nil
}

// Ending returns how the run ended; the zero value if it never got to say so.
func (f *File) Ending() (importer.Ending, error) {
	var e importer.Ending
	err := f.getIfThere("ending", &e)
	return e, err
}

// Spent returns what the run had used up when its last chunk was recorded.
func (f *File) Spent() (importer.Spent, error) {
	var s importer.Spent
	err := f.getIfThere("spent", &s)
	return s, err
}

// SetSuspicions records what was found about the input as a whole.
func (f *File) SetSuspicions(found []importer.Suspicion) error {
	return f.append(journal.Suspicions, found, "suspicions")
}

// Suspicions returns what was found about the input as a whole; nil for nothing.
func (f *File) Suspicions() ([]importer.Suspicion, error) {
	var found []importer.Suspicion
	err := f.getIfThere("suspicions", &found)
	return found, err
}

// SetBegun records that the run was found to be allowed, by its file as a whole and by
// what it would change, and that it has begun.
func (f *File) SetMayWrite() error {
	return f.append(journal.Begun, true, "begun")
}

// Begun reports whether a run that had to find out first what it would change has begun.
func (f *File) MayWrite() (bool, error) {
	var begun bool
	err := f.getIfThere("begun", &begun)
	return begun, err
}

// ForgetOutcomes drops what was planned.
func (f *File) ForgetOutcomes() error { return f.append(journal.Forget, nil, "") }

// SetApproval records which changes of the plan may be written; it takes the place of an
// earlier approval.
func (f *File) SetApproval(a importer.Approval) error {
	return f.append(journal.Approved, a, "approval")
}

// Approval returns which changes of the plan may be written; the zero value for none.
func (f *File) Approval() (importer.Approval, error) {
	var a importer.Approval
	err := f.getIfThere("approval", &a)
	return a, err
}

func (f *File) get(name string, value any) error {
	var text string
	err := f.db.QueryRow(`SELECT value FROM meta WHERE name = ?`, name).Scan(&text)
	if err == nil {
		err = json.Unmarshal([]byte(text), value)
	}
	if err != nil {
		return fmt.Errorf("read %s of the journal: %w", name, err)
	}
	return nil
}

// getIfThere leaves the value as it is where none is recorded.
func (f *File) getIfThere(name string, value any) error {
	if err := f.get(name, value); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}
