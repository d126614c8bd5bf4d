package runs

import (
	"context"
	"errors"
	"io"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// Preview is a file as its mapping takes it, by its first rows.
type Preview struct {
	Columns []string
	Rows    []importer.Entry
}

// Preview maps the first n rows of a file. of describes the records of its mapping; nil: as
// far as this program knows them. What is found out of the file is told as notes.
func (m *Manager) Preview(ctx context.Context, s Spec, of *entity.Entity, n int, f Face) (Preview, error) {
	in, err := open(ctx, s, of)
	if err != nil {
		return Preview{}, err
	}
	in.Remark(f.remark)
	rows, done, err := in.Offline()
	if err != nil {
		return Preview{}, err
	}
	defer done()
	p := Preview{Columns: in.Header()}
	for len(p.Rows) < n {
		e, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return p, err
		}
		p.Rows = append(p.Rows, e)
	}
	return p, nil
}
