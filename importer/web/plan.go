package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/fill"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/progress"
	"bcimport/importer/web/runfiles"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
	"bcimport/reports"
	reportpage "bcimport/reports/page"
)

// planBody is what the screen Plan shows.
type planBody struct {
	runBody
	// Targets are those to choose from, Chosen the one that is.
	Targets []Target
	Chosen  string
	// Working reports whether a plan is being made, and Made whether there is one.
	Working, Made bool
	// Stopped reports whether it ended before its end, so that it says nothing of other rows.
	Stopped bool
	// Reading reports whether the plan is still being looked for in its record.
	Reading bool
	// Stale says why the plan is not what would be planned now; Written reports whether it was
	// run already.
	Stale   string
	Written bool
	At      string // when it was made
	// Outcomes are the rows of the file by what would become of them, and Takes how long the run
	// will take; empty where it is not known.
	Outcomes []progress.Count
	Takes    string
	// Suspicions are what looks wrong with the file as a whole and nobody said is meant.
	Suspicions []suspicion
	// Refused are the rows that would not be written, and Why is where it is said why.
	Refused int
	Why     string

	Table   tables.View
	Line    string // what the place of a row is called
	Changes []changeRow
	Kinds   []string // heads of the counts
	// Joined reports whether changes of an address are among them.
	Joined bool
	Fields []fieldCount
	write
}

// write is how the changes of a plan come to be written.
type write struct {
	Accepted, All int
	// Grave reports whether the number of changes has to be typed, and CanWrite whether anything
	// can be written.
	Grave, CanWrite bool
	// Approver is who approves what is written, where the target takes nothing else.
	Approver string
}

// changeRow is a change of a plan, with what differs marked.
type changeRow struct {
	table.Row
	Key, Name, Field string
	// API is the name of the field in Business Central.
	API           string
	Before, After []reportpage.Segment
	// Label names its checkbox, and Note says what is not heard of how the values differ.
	Label, Note string
}

// fieldCount counts the changes of a field.
type fieldCount struct {
	Field, API, Address string
	Kinds               []int
	All, Accepted       int
}

// showPlan shows what would be changed.
func (s *Server) showPlan(r *request) error {
	p := page{H1: r.T("Plan")}
	body := planBody{Chosen: r.im.Target}
	body.Targets, _ = s.Connections.Targets(r.Context())
	j := r.job(jobs.Plan)
	body.runBody = r.runBody(j, "plan")
	body.Working = j != nil && !j.Ended()
	if j != nil && j.Ended() {
		if failed := r.failed(j); failed != nil {
			_, said := r.describe(failed)
			p.Alerts = append(p.Alerts, said)
		} else if result, _ := j.Result(); j.Stopping() {
			body.Stopped = true
		} else if ended, is := result.(runs.Result); is && ended.RunTakes != nil {
			body.Takes = r.Duration(max(time.Second, ended.RunTakes.Takes.Round(time.Second)))
		}
	}
	if !body.Working && r.im.Plan != "" {
		if err := r.showChanges(&p, &body); err != nil {
			return err
		}
	}
	if body.Stopped && len(p.Alerts) == 0 {
		p.Alerts = append(p.Alerts, alert{Warning: true, Text: r.T("The plan was stopped before its end."), Hint: r.T("Nothing was written. Make it again.")})
	}
	if p.Refresh = r.refreshed(j); body.Made && (body.Table.Filling || body.Table.Sorting) {
		p.Refresh = 2
	}
	p.Body = body
	return r.show("plan", p)
}

// showChanges shows the plan that was made.
func (r *request) showChanges(p *page, body *planBody) error {
	found, made, err := r.planned()
	if err != nil {
		return err
	}
	found.Soon(r.Context())
	if _, err := found.Job.Result(); err != nil {
		_, said := r.describe(err)
		p.Alerts = append(p.Alerts, said)
		return nil
	}
	if body.Reading = !made.known(); body.Reading {
		return nil
	}
	body.Made, body.Written, body.At = true, made.written.Load(), r.Time(made.Ending.FinishedAt)
	body.Stopped = !ended(made)
	body.Stale, body.Why = r.stale(made), r.runAddress(r.planFolder())+"/report#failures"
	p.Banner = r.bannerOf(made)
	for _, status := range importer.Statuses() {
		if n := made.Counts[string(status)]; n > 0 {
			body.Outcomes = append(body.Outcomes, progress.Count{Name: progress.Status(r.words, status), Rows: n})
			if status.Result() == "failure" {
				body.Refused += n
			}
		}
	}
	for _, one := range importer.Unaccepted(made.Suspicions, made.About.Options.Accept) {
		body.Suspicions = append(body.Suspicions, r.suspicion(one, r.called(made.About.Entity)))
	}
	if err := r.changes(found.Table, body); err != nil {
		return err
	}
	body.Table.Filling = body.Table.Filling || !found.Job.Ended() // until all that the screen shows is there
	if err := r.countChanges(found.Table, made, body); err != nil {
		return err
	}
	body.write = r.writable(found, made)
	return nil
}

// writable says whether and how the changes can be written.
func (r *request) writable(found *tables.Rows, made *plan) write {
	w := write{Accepted: found.Ticked(), All: found.Len(), Grave: r.grave(made)}
	open := len(importer.Unaccepted(made.Suspicions, made.About.Options.Accept)) > 0
	if t := r.target(); t != nil && t.Approval {
		w.Approver = r.server.User
	}
	w.CanWrite = found.Job.Ended() && !made.written.Load() && r.stale(made) == "" && !open && w.All > 0 && ended(made)
	return w
}

func ended(p *plan) bool {
	return p.Ending.Kind == importer.EndSucceeded || p.Ending.Kind == importer.EndIncomplete
}

// grave reports whether the number of changes has to be typed. A target of which nothing is
// known any more is not taken for a harmless one.
func (r *request) grave(made *plan) bool {
	if t := r.target(); t != nil {
		return t.Grave()
	}
	return !made.About.Target.Sandbox
}

// stale says why a plan is not what would be planned now.
func (r *request) stale(made *plan) string {
	spec, err := r.spec()
	switch {
	case err != nil:
		return r.T("The columns cannot be used as they are now.")
	case spec.Mapping.Text != made.About.Mapping.Text:
		return r.T("The columns have been changed since the plan was made.")
	case r.im.Target != made.About.Target.Name && !(made.About.Target.Sandbox && r.target() != nil && r.target().Sandbox):
		return r.T("The plan was made for another target.")
	}
	return ""
}

// bannerOf is where a plan goes, with what its connection has told.
func (r *request) bannerOf(made *plan) *Target {
	t := Target{Name: made.About.Target.Name, Sandbox: made.About.Target.Sandbox}
	if chosen := r.target(); chosen != nil && r.stale(made) == "" {
		t = *chosen
	}
	t.Company = made.About.Target.Company
	if t.Sandbox {
		return &t
	}
	if t.Environment == "" {
		t.Environment = made.About.Target.Environment
	}
	if t.Tenant == "" {
		t.Tenant = made.About.Target.Tenant
	}
	return &t
}

// changes shows the part of the changes that is asked for.
func (r *request) changes(t *table.Table, body *planBody) error {
	shape, screen := fill.PlanShape(), r.path("plan")
	q := r.query(shape)
	var err error
	if body.Table, err = shape.View(r.Context(), t, screen, q); err != nil {
		return err
	}
	body.Line = r.lineName()
	body.Table.Heads = shape.Heads(screen, q, body.Line, r.T("Key"), r.T("Name"), r.T("Field"), r.T("Before"), r.T("After"))
	for _, row := range body.Table.Rows {
		c := changeRow{Row: row, Key: row.Cells[0], Name: row.Cells[1], Field: row.Cells[2], API: row.Facets[fill.FieldFacet]}
		c.Before, c.After = reportpage.Diff(row.Cells[3], row.Cells[4])
		c.Label = r.T("Accept %s of %s in line %d", c.Field, strings.TrimSpace(c.Key+" "+c.Name), row.Line)
		if kind := row.Facets[fill.KindFacet]; kind == fill.Written {
			c.Note = r.kindName(kind)
		}
		body.Changes = append(body.Changes, c)
	}
	return nil
}

// countChanges counts the changes by field and kind, and offers both as filters.
func (r *request) countChanges(t *table.Table, made *plan, body *planBody) error {
	shape, screen, q := fill.PlanShape(), r.path("plan"), r.query(fill.PlanShape())
	fields, kinds, err := t.Cross(r.Context(), table.Filter{}, fill.FieldFacet, fill.KindFacet)
	if err != nil {
		return err
	}
	byKind := tables.Filter{Name: r.T("Kind"), Key: shape.Facets[fill.KindFacet], Chosen: q.Facets[fill.KindFacet]}
	for _, k := range kinds {
		body.Kinds = append(body.Kinds, r.kindName(k.Value))
		byKind.Choices = append(byKind.Choices, tables.Choice{Value: k.Value, Name: r.kindName(k.Value), Rows: k.Rows})
	}
	byField := tables.Filter{Name: r.T("Field"), Key: shape.Facets[fill.FieldFacet], Chosen: q.Facets[fill.FieldFacet]}
	called := r.called(made.About.Entity)
	for _, f := range fields {
		body.Joined = body.Joined || importer.IsAddress(f.Value)
		byField.Choices = append(byField.Choices, tables.Choice{Value: f.Value, Name: called(f.Value), Rows: f.Rows})
		of := table.Query{Sort: table.InOrder, Filter: table.Filter{Facets: map[int]string{fill.FieldFacet: f.Value}}}
		body.Fields = append(body.Fields, fieldCount{
			Field: called(f.Value), API: f.Value, Address: tables.Address(screen, shape.State(of)) + "#rows", Kinds: f.By, All: f.Rows, Accepted: f.Ticked,
		})
	}
	body.Table.Filters = []tables.Filter{byField, byKind}
	return nil
}

// makePlan chooses a target and makes a plan for it, as a job.
func (s *Server) makePlan(r *request) error {
	target, meant := r.PostFormValue("target"), r.values("accept")
	all, err := s.Connections.Targets(r.Context())
	if !slices.ContainsFunc(all, func(t Target) bool { return t.Name == target }) {
		if err != nil {
			return err
		}
		return importer.Invalidf("%s", r.T("No target is chosen.")).Hintf("%s", r.T("Choose where the changes are to go."))
	}
	if r.im, err = s.Imports.Change(r.im.ID, func(im *imports.Import) {
		im.Target = target
		for _, code := range meant {
			if slices.Contains(importer.Codes(), importer.Code(code)) && !slices.Contains(im.Accept, code) {
				im.Accept = append(im.Accept, code)
			}
		}
	}); err != nil {
		return err
	}
	spec, err := r.spec()
	if err != nil {
		return err
	}
	spec.Options.DryRun, spec.Out = true, s.vacant(s.Imports.Folder(r.im), "plan")
	return r.start(jobs.Plan, r.path("plan"), r.planning(spec))
}

// planning makes the plan of a spec the one of the import once it has begun.
func (r *request) planning(spec runs.Spec) jobs.Work {
	id, store, manager := r.im.ID, r.server.Imports, r.server.Manager
	return func(ctx context.Context, tell jobs.Tell) (any, error) {
		face := tell.Face()
		face.Events = func(e runs.Event) {
			if b, is := e.(runs.Begun); is {
				_, _ = store.Change(id, func(im *imports.Import) { im.Plan = filepath.Base(b.Folder) })
			}
			tell(e)
		}
		results, err := manager.Run(ctx, []runs.Spec{spec}, face)
		if len(results) == 0 {
			return nil, err
		}
		return results[0], err
	}
}

// acceptChanges accepts changes or takes that back: those of a page, or all that were found.
func (s *Server) acceptChanges(r *request) error {
	found, made, err := r.planned()
	if err == nil {
		err = made.wait(r.Context())
	}
	if err != nil {
		return err
	}
	select {
	case <-found.Job.Done():
	case <-r.Context().Done():
		return r.Context().Err()
	}
	if err := r.tick(found); err != nil {
		return err
	}
	if strings.HasPrefix(r.Header.Get("Accept"), "application/json") {
		return r.sayAccepted(r.writable(found, made))
	}
	return r.seeOther(tables.Address(r.path("plan"), fill.PlanShape().State(r.query(fill.PlanShape()))) + "#rows")
}

// tick does what the form of the changes asks for, and keeps it.
func (r *request) tick(t *tables.Rows) error {
	t.Ticking.Lock()
	defer t.Ticking.Unlock()
	filter := r.query(fill.PlanShape()).Filter
	var err error
	switch r.PostFormValue("do") {
	case "all":
		err = t.TickAll(r.Context(), filter, true)
	case "none":
		err = t.TickAll(r.Context(), filter, false)
	default:
		shown, accepted := numbers(r.values("shown")), numbers(r.values("accept"))
		t.Tick(slices.DeleteFunc(slices.Clone(shown), func(n int) bool { return slices.Contains(accepted, n) }), false)
		t.Tick(slices.DeleteFunc(accepted, func(n int) bool { return !slices.Contains(shown, n) }), true)
	}
	if err != nil {
		return err
	}
	return r.server.Imports.SetTicks(r.im, t.Marks())
}

// review gives the workbook of the changes.
func (s *Server) review(r *request) error {
	if r.im.Plan == "" {
		return runfiles.ErrNoRun
	}
	file, err := os.Open(filepath.Join(r.planFolder(), reports.ReviewBook))
	if errors.Is(err, os.ErrNotExist) {
		return importer.Invalidf("%s", r.T("There is no review of this plan.")).Hintf("%s", r.T("Make the plan again."))
	}
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	runfiles.NewDownload(r.w, reports.ReviewBook).Begin()
	http.ServeContent(r.w, r.Request, reports.ReviewBook, info.ModTime(), file)
	return nil
}

// writeChanges approves the accepted changes of the plan and writes them, as a job.
func (s *Server) writeChanges(r *request) error {
	found, made, err := r.planned()
	if err == nil {
		err = made.wait(r.Context())
	}
	if err != nil {
		return err
	}
	if j := r.job(); j != nil && !j.Ended() { // as after a second click
		return r.seeOther(r.path(string(j.Kind)))
	}
	found.Ticking.Lock()
	w, ticks := r.writable(found, made), found.Ticks()
	found.Ticking.Unlock()
	if err := r.mayWrite(w, made); err != nil {
		return err
	}
	folder, approval := r.planFolder(), runs.ApproveOptions{By: s.User, Accept: func(c runs.PlannedChange) bool { return ticks(c.N) }}
	return s.runPlan(r, planRun{
		approve: func(ctx context.Context) error {
			_, err := s.Manager.Approve(ctx, folder, approval, runs.Face{})
			return err
		},
		begun: func() { made.written.Store(true) },
	})
}

// mayWrite refuses to write what a person did not see.
func (r *request) mayWrite(w write, made *plan) error {
	refuse := func(what, do string) error { return importer.Invalidf("%s", what).Hintf("%s", do) }
	again := r.T("Make the plan again.")
	switch stale := r.stale(made); {
	case made.written.Load():
		return refuse(r.T("The changes of this plan were written already."), r.T("See Report for what became of them."))
	case stale != "":
		return refuse(stale, again)
	case !w.CanWrite:
		return refuse(r.T("This plan cannot be written."), again)
	case w.Accepted == 0:
		return refuse(r.T("No change is accepted."), r.T("Accept what is to be written."))
	case r.PostFormValue("changes") != fmt.Sprint(w.Accepted):
		return refuse(r.T("%d changes are accepted now, which is another number than you have seen.", w.Accepted), r.T("Look at the changes again."))
	case w.Grave && digits(r.PostFormValue("typed")) != fmt.Sprint(w.Accepted):
		return refuse(r.T("The number of changes was not typed, or is another one."), r.T("Type %d to write to this target.", w.Accepted))
	}
	return nil
}
