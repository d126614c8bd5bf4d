package fill

import (
	"context"
	"strings"
	"sync/atomic"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
	"bcimport/mapping/entity"
)

// What the table of a check is filtered by: the kind of problem, and whether the row is usable.
const (
	ProblemFacet = 0
	UsableFacet  = 1

	Usable, Unusable = "usable", "unusable"
)

// CheckShape is that of the table of a check.
func CheckShape() tables.Shape {
	return tables.Shape{Columns: []string{"key", "column", "problem", "row"}, Facets: []string{"problem_kind", "rows"}, Size: 20}
}

// CheckCounts counts the rows of a check that goes on.
type CheckCounts struct{ Good, Bad atomic.Int64 }

// Checked is what a check has found beside its rows.
type Checked struct {
	runs.Checked
	Nouns entity.Nouns
}

// Check fills the table of a check.
type Check struct {
	// Counts counts the rows as they come.
	Counts *CheckCounts
	// Say says what is wrong with a row.
	Say func(importer.Message, entity.Nouns) string

	table  *table.Table
	nouns  entity.Nouns
	header []string
	failed error
}

// Fill checks the file of a spec. Its result is a Checked.
func (c *Check) Fill(ctx context.Context, t *table.Table, m *runs.Manager, spec runs.Spec, tell jobs.Tell) (any, error) {
	c.table = t
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	face := tell.Face()
	face.Events = func(e runs.Event) {
		if named, is := e.(runs.Named); is {
			c.nouns, c.header = named.Nouns, named.Header
		}
		tell(e)
	}
	found, err := m.Check(ctx, spec, runs.Visit{See: func(e *importer.Entry) {
		if c.failed == nil {
			if c.failed = c.add(e); c.failed != nil {
				stop()
			}
		}
	}}, face)
	if c.failed != nil {
		err = c.failed
	}
	return Checked{found, c.nouns}, err
}

// add adds a row of the file: a row of the table for each problem, one for a row without.
func (c *Check) add(e *importer.Entry) error {
	row := c.own(e.Row.Record)
	problems := e.Problems()
	if len(problems) == 0 {
		c.Counts.Good.Add(1)
		return c.table.Append(table.Row{Line: e.Row.Line, Cells: []string{e.Edit.Key, "", "", row}, Facets: []string{"", Usable}})
	}
	c.Counts.Bad.Add(1)
	made := make([]table.Row, len(problems))
	for i, p := range problems {
		made[i] = table.Row{
			Line: e.Row.Line, Cells: []string{e.Edit.Key, p.Column, c.Say(p.Message, c.nouns), row},
			Facets: []string{p.Code + ":" + p.Column, Unusable},
		}
	}
	return c.table.Append(made...)
}

// own is a row as the file has it, without what an earlier run wrote into it: its reasons are
// no longer true of a row that was mended.
func (c *Check) own(cells []string) string {
	var own []string
	for i, cell := range cells {
		if i >= len(c.header) || !strings.HasPrefix(c.header[i], "bcimport_") {
			own = append(own, cell)
		}
	}
	return strings.Join(own, " | ")
}
