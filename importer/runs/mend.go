package runs

import (
	"context"
	"errors"
	"io"

	"bcimport/importer"
	"bcimport/importer/runs/sheets"
)

// Mend writes the rows of a file that every run would refuse, in the form of the file and each
// with why: what failed.csv and failed.xlsx of a run are. It returns how many there are;
// nothing is written where there are none.
func (m *Manager) Mend(ctx context.Context, s Spec, to io.Writer, words importer.Words, f Face) (rows int, err error) {
	in, err := m.openOffline(ctx, s, f)
	if err == nil {
		err = in.Survey(ctx, nil)
	}
	if err != nil {
		return 0, err
	}
	out := sheets.NewMend(importer.About{Input: in.About, Entity: in.Set()}, in.Mapping(), words, to)
	defer out.Close()
	var failed error
	err = in.Each(ctx, func(e *importer.Entry) {
		if failed == nil && len(e.Problems()) > 0 {
			rows++
			failed = out.Add(e)
		}
	})
	if err = errors.Join(err, failed); err == nil {
		err = out.End()
	}
	return rows, err
}
