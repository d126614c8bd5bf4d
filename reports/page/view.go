package page

import (
	"html/template"
	"slices"

	"bcimport/importer"
)

// view is what the layout shows.
type view struct {
	Policy string
	Style  template.CSS
	Script template.JS

	Part  bool   // it is shown within another page
	Files string // what comes before the names of files in their addresses

	Command    string
	Title      string
	Headline   headline
	Overview   details
	Rows       string
	Totals     []total
	Superseded string
	Missing    string

	Failures []*group
	Failed   int
	Remarks  []*group

	Changes   *cappedTable // nil where values are left out
	Fields    []fieldCount
	Changed   int
	Open      bool // the changes are unfolded
	Planned   bool
	LeftOut   string // how many values changed, where they are left out
	Undo      bool
	Filter    bool
	Statuses  []importer.Status
	FieldList []fieldCount

	Chart   *chart
	Traffic details
	Details details
	// Technical is what of Details is said apart within another page.
	Technical details
	Ending    Ending
}

func (p *Page) view(e Ending) view {
	v := view{
		Policy: policy(), Style: template.CSS(style), Script: template.JS(script),
		Command: p.about.Command, Headline: p.headline(e), Overview: p.overview(e), Rows: p.rows(p.counts.total),
		Totals: p.totals(), Failed: p.counts.failures(), Planned: p.planned(), Undo: p.about.Command == "undo",
		Traffic: p.traffic(e), Details: p.runDetails(e), Chart: plot(p.say, &p.timeline, e.Spent.Worked), Ending: e,
	}
	v.Title = base(p.about.Input.Shown())
	if v.Title = short(v.Title, maxName); v.Undo {
		v.Title = p.T("undo of %s", v.Title)
	}
	if n := p.counts.superseded; n > 0 {
		v.Superseded = p.ofSet("%s failed rows were superseded: a later row of the same {one} set the same fields.", p.say.Number(n))
		if n == 1 {
			v.Superseded = p.ofSet("%s failed row was superseded: a later row of the same {one} set the same fields.", p.say.Number(n))
		}
	}
	if e.Missing > 0 {
		v.Missing = plural(p.say, e.Missing,
			"%s was never reached and the input is gone: only the number is known.",
			"%s were never reached and the input is gone: only the number is known.", p.rows(e.Missing))
	}
	v.Failures, v.Remarks = p.groups.list()
	openGroups(v.Failures)
	openGroups(v.Remarks)
	for _, g := range slices.Concat(v.Failures, v.Remarks) {
		g.Report = e.Report
	}
	p.viewChanges(&v)
	p.viewFilter(&v)
	return v
}

// openGroups opens all groups where they have few rows; else a list of the reasons says
// more.
func openGroups(groups []*group) {
	const soon = 25
	rows := 0
	for _, g := range groups {
		rows += g.Shown()
	}
	for _, g := range groups {
		g.Open = rows <= soon
	}
}

// mostUnfolded is the number of changes that are shown without being asked for.
const mostUnfolded = 50

func (p *Page) viewChanges(v *view) {
	v.Changed = p.changes.Total
	for _, f := range p.fields {
		if f.Changes > 0 {
			f.Called = short(p.called(f.Name), maxName)
			v.Fields = append(v.Fields, f)
		}
	}
	if !p.about.Options.NoValues {
		v.Changes, v.Open = &p.changes, p.changes.Shown() <= mostUnfolded
		return
	}
	option, n := p.words.Option(importer.Option{Name: "no_values"}), p.say.Number(v.Changed)
	if v.LeftOut = plural(p.say, v.Changed, "%s value changed; values are left out (%s).", "%s values changed; values are left out (%s).", n, option); p.planned() {
		v.LeftOut = plural(p.say, v.Changed, "%s value would change; values are left out (%s).", "%s values would change; values are left out (%s).", n, option)
	}
}

// viewFilter lists what the rows shown can be filtered by.
func (p *Page) viewFilter(v *view) {
	shown := map[importer.Status]bool{}
	for _, g := range slices.Concat(v.Failures, v.Remarks) {
		shown[g.Status] = true
	}
	if v.Changes != nil && v.Changes.Shown() > 0 {
		shown[importer.Updated] = p.counts.of[importer.Updated] > 0
		shown[importer.WouldUpdate] = p.counts.of[importer.WouldUpdate] > 0
	}
	for _, status := range importer.Statuses() {
		if shown[status] {
			v.Statuses = append(v.Statuses, status)
		}
	}
	for _, f := range p.fields {
		f.Name, f.Called = short(f.Name, maxName), short(p.called(f.Name), maxName)
		v.FieldList = append(v.FieldList, f)
	}
	v.Filter = len(v.Statuses) > 0
}
