package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/layout"
	"bcimport/importer/source"
	"bcimport/mapping/phrase"
)

// findLayout passes over the input, learns how its rows that are no records are told
// from records, and takes every row as such. From the first row on that may be either it
// reads them again, once it knows. A run goes on with what it recorded. The reader
// returned has read the whole input and is closed.
func (in *File) findLayout(ctx context.Context, visit func(*importer.Entry)) (source.Reader, error) {
	see := func(e *importer.Entry) error {
		in.add(e)
		if visit != nil && e.NoRecord.IsRecord() {
			visit(e)
		}
		return nil
	}
	if in.known {
		return in.passOver(ctx, nil, 0, see)
	}
	in.layout = nil
	surveyor := layout.NewSurveyor(in.table)
	r, err := in.passOver(ctx, surveyor, 0, see)
	if err != nil {
		return nil, err
	}
	in.layout = surveyor.Layout()
	if surveyor.Certain() == r.Count() {
		return r, nil
	}
	return in.passOver(ctx, nil, surveyor.Certain(), see)
}

// passOver shows the rows but for the first ones; with a surveyor those alone that are
// certain to be records.
func (in *File) passOver(ctx context.Context, surveyor *layout.Surveyor, first int, see func(*importer.Entry) error) (source.Reader, error) {
	m, done, err := in.pass(in.offlineKind())
	if err != nil {
		return nil, err
	}
	defer done()
	m.Survey(surveyor)
	if err := m.Pass(first); errors.Is(err, io.EOF) {
		return nil, importer.Errorf("%s: %w", in.Name, ErrChanged)
	} else if err != nil {
		return nil, err
	}
	return m.reader, asInterrupted(ctx, m.Each(ctx, see))
}

// Remember takes the layout that is recorded with a run; nil for a run of a program
// that took every row for a record.
func (in *File) Remember(l *layout.Layout) { in.layout, in.known = l, true }

// Records is the number of rows that are records.
func (in *File) Records() int { return in.About.Rows - in.skips.rows }

// skips are the rows of an input that are no records.
type skips struct {
	rows  int
	kinds []skipped
}

// skipped are those for one reason.
type skipped struct {
	code  string
	lines []int // the first of them
	rows  int
}

func (s *skips) add(e *importer.Entry) {
	const most = 5
	s.rows++
	i := slices.IndexFunc(s.kinds, func(k skipped) bool { return k.code == e.NoRecord.Code })
	if i < 0 {
		i, s.kinds = len(s.kinds), append(s.kinds, skipped{code: e.NoRecord.Code})
	}
	k := &s.kinds[i]
	if k.rows++; k.rows <= most {
		k.lines = append(k.lines, e.Row.Line)
	}
}

// words says which rows are skipped and why.
func (s *skips) words() phrase.Phrase {
	var parts []phrase.Phrase
	for _, k := range s.kinds {
		parts = append(parts, phrase.New("%s (%s)", lineWords(k.lines, k.rows), kindWords(k.code)))
	}
	if s.rows == 1 {
		return phrase.New("1 row is not a record and is skipped: %s", phrase.Commas(parts))
	}
	return phrase.New("%d rows are not records and are skipped: %s", s.rows, phrase.Commas(parts))
}

// lineWords names rows by the first of their lines.
func lineWords(lines []int, rows int) phrase.Phrase {
	if rows == 1 {
		return phrase.New("line %d", lines[0])
	}
	at := strings.Trim(strings.ReplaceAll(fmt.Sprint(lines), " ", ", "), "[]")
	if rows > len(lines) {
		return phrase.New("lines %s and %d more", at, rows-len(lines))
	}
	return phrase.New("lines %s", at)
}

func kindWords(code string) phrase.Phrase {
	switch code {
	case importer.TotalRow:
		return phrase.New("total")
	case importer.GroupRow:
		return phrase.New("heading of a group")
	case importer.RepeatedHeading:
		return phrase.New("header repeated")
	case importer.RuledLine:
		return phrase.New("drawn line")
	}
	return phrase.New("note below the table")
}
