package web

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/fill"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/runfiles"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping/entity"
	reportpage "bcimport/reports/page"
)

// checkBody is what the screen Check shows.
type checkBody struct {
	Table tables.View
	// Line is what the place of a row is called, and Labels are the columns.
	Line   string
	Labels []string
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

// showCheck shows what is wrong with the rows of a file, which are checked where they were not.
func (s *Server) showCheck(r *request) error {
	checked, err := r.checkedRows()
	p := page{H1: r.T("Check")}
	if err != nil {
		status, said := r.describe(err)
		p.Alerts, p.Body = []alert{said}, checkBody{Unread: true}
		return r.showWith(status, "check", p)
	}
	checked.Soon(r.Context())
	body := checkBody{Checking: !checked.Job.Ended(), Notes: r.progressOf(checked.Job).Notes}
	counts, _ := checked.Live.(*fill.CheckCounts)
	body.Good, body.Bad = int(counts.Good.Load()), int(counts.Bad.Load())
	body.All = body.Good + body.Bad
	result, err := checked.Job.Result()
	if err != nil {
		_, said := r.describe(err)
		p.Alerts, body.Unread = []alert{said}, true
	}
	found, _ := result.(fill.Checked)
	body.Suspicions = r.suspicions(found.Checked)
	for _, one := range body.Suspicions {
		if !one.Meant {
			body.Open++
		}
	}
	if err := r.checkTable(checked, found.Nouns, &body); err != nil {
		return err
	}
	body.Table.Filling = body.Table.Filling || body.Checking // until all that the screen shows is there
	if body.Checking || body.Table.Sorting {
		p.Refresh = 2
	}
	p.Body = body
	return r.show("check", p)
}

// checkTable shows the part of the rows that is asked for: those with problems at first.
func (r *request) checkTable(checked *tables.Rows, nouns entity.Nouns, body *checkBody) error {
	shape, screen := fill.CheckShape(), r.path("check")
	q := r.query(shape)
	var err error
	if body.Table, err = shape.View(r.Context(), checked.Table, screen, q); err != nil {
		return err
	}
	body.Line, body.Labels = r.lineName(), []string{r.T("Key"), r.T("Column"), r.T("Problem"), r.T("As in the file")}
	body.Table.Heads = shape.Heads(screen, q, body.Line, body.Labels...)
	kinds, err := checked.Counts(r.Context(), table.Filter{}, fill.ProblemFacet)
	if err != nil {
		return err
	}
	problems := tables.Filter{Name: r.T("Problem"), Key: shape.Facets[fill.ProblemFacet], Chosen: q.Facets[fill.ProblemFacet]}
	for _, kind := range kinds {
		if kind.Value == "" {
			continue
		}
		g := r.group(kind, nouns)
		chosen := table.Query{Sort: table.InOrder, Filter: table.Filter{Facets: map[int]string{fill.ProblemFacet: kind.Value}}}
		g.Address, g.Chosen = tables.Address(screen, shape.State(chosen))+"#rows", q.Facets[fill.ProblemFacet] == kind.Value
		body.Groups = append(body.Groups, g)
		problems.Choices = append(problems.Choices, tables.Choice{Value: kind.Value, Name: strings.TrimSuffix(g.Title+": "+g.Column, ": "), Rows: kind.Rows})
	}
	which := tables.Filter{Name: r.T("Rows"), Key: shape.Facets[fill.UsableFacet], Chosen: q.Facets[fill.UsableFacet], Choices: []tables.Choice{
		{Value: fill.Unusable, Name: r.T("with problems"), Rows: body.Bad}, {Value: fill.Usable, Name: r.T("without problems"), Rows: body.Good},
	}}
	body.Table.Filters = []tables.Filter{which, problems}
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
	title, advice := reportpage.Explain(r.language(), importer.Invalid, code, nouns)
	return problemGroup{Title: title, Advice: advice, Column: column, Rows: kind.Rows}
}

// checkedRows returns the rows of the check of the import as it is now.
func (r *request) checkedRows() (*tables.Rows, error) {
	spec, err := r.spec()
	if err != nil {
		return nil, err
	}
	of := digest(spec.Mapping, spec.Target, r.Lang())
	return r.server.tables.Of(r.server.Jobs, r.im.ID+"/check", of, r.server.Imports.Folder(r.im), func() tables.Filling {
		counts := &fill.CheckCounts{}
		said, words := messages.In(r.Lang()), stepWords{r}
		c := &fill.Check{Counts: counts, Say: func(m importer.Message, nouns entity.Nouns) string { return said.Message(m, words, nouns) }}
		return tables.Filling{
			Shape: fill.CheckShape(), Kind: jobs.Check, Live: counts,
			Fill: func(ctx context.Context, t *table.Table, tell jobs.Tell) (any, error) {
				return c.Fill(ctx, t, r.server.Manager, spec, tell)
			},
		}
	})
}

// continueToPlan goes on to the plan, once a person has said that what looks wrong is meant.
func (s *Server) continueToPlan(r *request) error {
	checked, err := r.checkedRows()
	if err != nil {
		return err
	}
	if !checked.Job.Ended() {
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
	result, err := checked.Job.Result()
	if err != nil {
		return err
	}
	found, _ := result.(fill.Checked)
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
	out := runfiles.NewDownload(r.w, r.mendedName(ext))
	n, err := s.Manager.Mend(r.Context(), spec, out, r.reportWords(), runs.Face{})
	if err == nil && n == 0 {
		return r.seeOther(r.path("check"))
	}
	return out.End(err)
}
