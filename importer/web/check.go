package web

import (
	"context"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping/entity"
	reportpage "bcimport/reports/page"
)

// What the table of a check is filtered by: the kind of problem, and whether the row is usable.
const (
	problemFacet = 0
	usableFacet  = 1

	usable, unusable = "usable", "unusable"
)

func checkShape() tableShape {
	return tableShape{columns: []string{"key", "column", "problem", "row"}, facets: []string{"problem_kind", "rows"}}
}

// checkBody is what the screen Check shows.
type checkBody struct {
	Table tableView
	// Checking reports whether the check is under way; Good and Bad count rows so far.
	Checking       bool
	Good, Bad, All int
	Groups         []problemGroup
	// Suspicions are what looks wrong with the file as a whole, Open those that nobody said are
	// meant.
	Suspicions []suspicion
	Open       int
	Notes      []string
	// Unread reports whether the file could not be read to its end.
	Unread bool
}

// problemGroup is a problem of many rows.
type problemGroup struct {
	Title, Advice, Column string
	Rows                  int
	Address               string
	Chosen                bool
}

// checkCounts counts the rows of a check that goes on.
type checkCounts struct{ good, bad atomic.Int64 }

// checkResult is what a check has found beside its rows.
type checkResult struct {
	runs.Checked
	nouns entity.Nouns
}

// showCheck shows what is wrong with the rows of a file, which are checked where they were not.
func (s *Server) showCheck(r *request) error {
	checked, err := r.checkedRows()
	p := page{H1: r.T("Check")}
	if err != nil {
		status, said := r.describe(err)
		p.Alerts, p.Body = []alert{said}, checkBody{Unread: true}
		return r.showWith(status, "check", p)
	}
	checked.soon(r.Context())
	body := checkBody{Checking: !checked.job.Ended(), Notes: r.progressOf(checked.job).Notes}
	counts, _ := checked.live.(*checkCounts)
	body.Good, body.Bad = int(counts.good.Load()), int(counts.bad.Load())
	body.All = body.Good + body.Bad
	result, err := checked.job.Result()
	if err != nil {
		_, said := r.describe(err)
		p.Alerts, body.Unread = []alert{said}, true
	}
	found, _ := result.(checkResult)
	body.Suspicions = r.suspicions(found.Checked)
	for _, one := range body.Suspicions {
		if !one.Meant {
			body.Open++
		}
	}
	if err := r.checkTable(checked, found.nouns, &body); err != nil {
		return err
	}
	if body.Checking || body.Table.Sorting {
		p.Refresh = 2
	}
	p.Body = body
	return r.show("check", p)
}

// checkTable shows the part of the rows that is asked for: those with problems at first.
func (r *request) checkTable(checked *rows, nouns entity.Nouns, body *checkBody) error {
	shape, screen := checkShape(), r.path("check")
	q := r.query(shape)
	var err error
	if body.Table, err = r.view(checked.Table, screen, shape, q); err != nil {
		return err
	}
	body.Table.Heads = shape.heads(screen, q, r.lineName(), r.T("Key"), r.T("Column"), r.T("Problem"), r.T("Row"))
	kinds, err := checked.Counts(r.Context(), table.Filter{}, problemFacet)
	if err != nil {
		return err
	}
	problems := filter{Name: r.T("Problem"), Key: shape.facets[problemFacet], Chosen: q.Facets[problemFacet]}
	for _, kind := range kinds {
		if kind.Value == "" {
			continue
		}
		g := r.group(kind, nouns)
		chosen := table.Query{Sort: table.InOrder, Filter: table.Filter{Facets: map[int]string{problemFacet: kind.Value}}}
		g.Address, g.Chosen = address(screen, shape.state(chosen))+"#rows", q.Facets[problemFacet] == kind.Value
		body.Groups = append(body.Groups, g)
		problems.Choices = append(problems.Choices, choice{kind.Value, strings.TrimSuffix(g.Title+": "+g.Column, ": "), kind.Rows})
	}
	which := filter{Name: r.T("Rows"), Key: shape.facets[usableFacet], Chosen: q.Facets[usableFacet], Choices: []choice{
		{unusable, r.T("with problems"), body.Bad}, {usable, r.T("without problems"), body.Good},
	}}
	body.Table.Filters = []filter{which, problems}
	return nil
}

// lineName is what the place of a row is called.
func (r *request) lineName() string {
	if strings.EqualFold(filepath.Ext(r.im.File), ".xlsx") || strings.EqualFold(filepath.Ext(r.im.File), ".xlsm") {
		return r.T("Row")
	}
	return r.T("Line")
}

// group says what rows with a problem have in common, and what to do about them.
func (r *request) group(kind table.Count, nouns entity.Nouns) problemGroup {
	code, column, _ := strings.Cut(kind.Value, ":")
	title, advice := reportpage.Explain(importer.Invalid, code, nouns)
	translated := r.words.T // of texts that package page gives
	return problemGroup{Title: translated(title), Advice: translated(advice), Column: column, Rows: kind.Rows}
}

// checkedRows returns the rows of the check of the import as it is now.
func (r *request) checkedRows() (*rows, error) {
	spec, err := r.spec()
	if err != nil {
		return nil, err
	}
	of := digest(spec.Mapping, spec.Target, r.Lang())
	return r.server.rowsOf(r.im.ID+"/check", of, r.server.Imports.Folder(r.im), func() filling {
		counts := &checkCounts{}
		c := &checking{counts: counts, said: messages.In(r.Lang()), words: stepWords{r}}
		return filling{
			shape: table.Shape{Columns: len(checkShape().columns), Facets: len(checkShape().facets)},
			kind:  jobs.Check, live: counts,
			fill: func(ctx context.Context, t *table.Table, tell jobs.Tell) (any, error) {
				c.table = t
				return c.check(ctx, r.server.Manager, spec, tell)
			},
		}
	})
}

// checking fills the table of a check.
type checking struct {
	table  *table.Table
	counts *checkCounts
	said   *messages.Language
	words  importer.Words
	nouns  entity.Nouns
	failed error
}

func (c *checking) check(ctx context.Context, m *runs.Manager, spec runs.Spec, tell jobs.Tell) (any, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	face := tell.Face()
	face.Events = func(e runs.Event) {
		if named, is := e.(runs.Named); is {
			c.nouns = named.Nouns
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
	return checkResult{found, c.nouns}, err
}

// add adds a row of the file: a row of the table for each problem, one for a row without.
func (c *checking) add(e *importer.Entry) error {
	row := strings.Join(e.Row.Record, " | ")
	problems := e.Problems()
	if len(problems) == 0 {
		c.counts.good.Add(1)
		return c.table.Append(table.Row{Line: e.Row.Line, Cells: []string{e.Edit.Key, "", "", row}, Facets: []string{"", usable}})
	}
	c.counts.bad.Add(1)
	made := make([]table.Row, len(problems))
	for i, p := range problems {
		made[i] = table.Row{
			Line: e.Row.Line, Cells: []string{e.Edit.Key, p.Column, c.said.Message(p.Message, c.words, c.nouns), row},
			Facets: []string{p.Code + ":" + p.Column, unusable},
		}
	}
	return c.table.Append(made...)
}

// continueToPlan goes on to the plan, once a person has said that what looks wrong is meant.
func (s *Server) continueToPlan(r *request) error {
	checked, err := r.checkedRows()
	if err != nil {
		return err
	}
	if !checked.job.Ended() {
		return r.seeOther(r.path("check"))
	}
	meant := r.values("accept")
	im, err := s.Imports.Change(r.im.ID, func(im *imports.Import) {
		for _, code := range meant {
			if slices.Contains(importer.Codes(), importer.Code(code)) && !slices.Contains(im.Accept, code) {
				im.Accept = append(im.Accept, code)
			}
		}
	})
	if err != nil {
		return err
	}
	r.im = im
	result, err := checked.job.Result()
	if err != nil {
		return err
	}
	found, _ := result.(checkResult)
	for _, one := range r.suspicions(found.Checked) {
		if !one.Meant {
			return importer.Invalidf("%s", r.T("The file looks wrong as a whole.")).
				Hintf("%s", r.T("Tick what is meant as it is, or correct the file and begin anew."))
		}
	}
	return r.seeOther(r.path("plan"))
}

// downloadMend gives the rows of the file that cannot be used, in the form of the file.
func (s *Server) downloadMend(r *request) error {
	spec, err := r.spec()
	if err != nil {
		return err
	}
	ext := filepath.Ext(r.im.File)
	if strings.EqualFold(ext, ".xlsm") {
		ext = ".xlsx"
	}
	out := &download{w: r.w, name: strings.TrimSuffix(r.im.File, filepath.Ext(r.im.File)) + "-" + r.T("to mend") + ext}
	n, err := s.Manager.Mend(r.Context(), spec, out, runs.Face{})
	switch {
	case err != nil && out.begun: // the browser sees that the file is not whole
		panic(http.ErrAbortHandler)
	case err != nil:
		return err
	case n == 0:
		return r.seeOther(r.path("check"))
	}
	return nil
}

// download is a file that a browser saves; it begins with the first byte.
type download struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

func (d *download) Write(data []byte) (int, error) {
	if !d.begun {
		d.begun = true
		d.head()
	}
	return d.w.Write(data)
}

func (d *download) head() {
	h := d.w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.name}))
}
