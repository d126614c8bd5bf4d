package runs

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping"
)

// Checked is what a check found in a file, its rows aside.
type Checked struct {
	Name    string
	Input   importer.Input
	Records int // rows that are records
	// Suspicions are what looks wrong with the file as a whole.
	Suspicions []CheckedSuspicion
}

// CheckedSuspicion is one of them with what to do and rows that show it.
type CheckedSuspicion struct {
	importer.Suspicion
	Words string
	Hint  importer.Hint
	Rows  []mapping.Phrase // examples, as file:line: and what they say
}

// Visit sees the rows of a file that are records, in order. Where See is called before the
// file has been read to its end, what it saw counts for nothing when an error follows.
type Visit struct {
	See func(*importer.Entry)
	// Late calls it on a pass of its own, when the file has been read to its end.
	Late bool
}

// Check reads a file through its mapping, connects to nothing and writes nothing; but for a
// set of which nothing is known, which it asks the service of. The
// Problems of the entries that are visited are what a run would refuse.
func (m *Manager) Check(ctx context.Context, s Spec, v Visit, f Face) (Checked, error) {
	in, err := m.openOffline(ctx, s, f)
	if err != nil {
		return Checked{}, err
	}
	f.emit(Named{in.Nouns(), in.Header()})
	in.Judge(0)
	if v.Late {
		if err = in.Survey(ctx, nil); err == nil {
			err = in.Each(ctx, v.See)
		}
	} else {
		err = in.Survey(ctx, v.See)
	}
	if err != nil {
		return Checked{}, err
	}
	if in.Records() == 0 && s.RequireRows {
		return Checked{}, noRows(in.Name)
	}
	in.Remark(f.remark)
	in.RemarkEffects(f.remark)
	c := Checked{Name: in.Name, Input: in.About, Records: in.Records()}
	for _, s := range in.Unread() {
		c.Suspicions = append(c.Suspicions, CheckedSuspicion{s, in.Words(s), in.Hint(s), in.Examples(s, false)})
	}
	in.RemarkUnmapped(f.remark, false)
	return c, nil
}

// openOffline opens a file without a connection, but for a set of which nothing is known.
func (m *Manager) openOffline(ctx context.Context, s Spec, f Face) (*input.File, error) {
	of, err := m.describeSet(ctx, s, f)
	if err != nil {
		return nil, err
	}
	return open(ctx, s, of)
}

// CheckHeader finds out whether a mapping can be used for its record set, and whether a
// file, where one is named, has its columns.
func (m *Manager) CheckHeader(ctx context.Context, s Spec, f Face) error {
	of, err := m.describeSet(ctx, s, f)
	if err != nil {
		return err
	}
	if s.Input.Path == "" {
		_, err := parseMapping(s.Mapping, of)
		return err
	}
	in, err := open(ctx, s, of)
	if err != nil {
		return err
	}
	in.Remark(f.remark)
	return nil
}
