package page

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// Bounds of the groups. A service may answer with any number of codes: those that
// come after the first share one group.
const (
	maxGroups        = 40
	groupRows        = 50
	groupBytes       = 10_000  // holds the largest row
	sharedGroupBytes = 400_000 // beyond each group's own
)

// reason is what rows are grouped by; the zero value stands for all others.
type reason struct {
	status importer.Status
	code   string
}

// group is the rows that ended for one reason.
type group struct {
	cappedTable
	Status       importer.Status
	Code         string
	Title        string
	Advice       string
	Open         bool
	About        bool // some row shown says what it is about
	Others       bool
	NotAttempted bool
	Report       string // the report that has all of its rows
	Files        string // what comes before its name in its address
}

// groupRow is one row of a group.
type groupRow struct {
	Line       int
	Key        string
	Called     string // what people call its record
	About      string // what of the row it is about, as people call it
	Fields     string // its fields by their own names, where people call them otherwise
	Message    string
	Superseded bool
}

// groups sorts rows by how they ended and holds the first of each.
type groups struct {
	rows  map[reason]*group
	spare int
	nouns entity.Nouns
	say   Language
}

func newGroups(say Language, nouns entity.Nouns) groups {
	return groups{map[reason]*group{}, sharedGroupBytes, nouns, say}
}

// find returns the group of a row.
func (g *groups) find(o importer.Outcome) *group {
	r := reason{o.Status, o.Code}
	found := g.rows[r]
	if found == nil && len(g.rows) >= maxGroups {
		r = reason{}
		found = g.rows[r]
	}
	if found == nil {
		// A code may be part of a larger text, which is not to be kept.
		r.code = strings.Clone(r.code)
		found = g.newGroup(r)
		found.most, found.room, found.spare = groupRows, groupBytes, &g.spare
		g.rows[r] = found
	}
	return found
}

func (g *groups) newGroup(r reason) *group {
	found := &group{Status: r.status, Code: short(r.code, maxName), NotAttempted: r.status == importer.NotAttempted}
	if r == (reason{}) {
		found.Others, found.Title = true, g.say.T("Other reasons")
		found.Advice = g.say.T("There were more reasons than have room here.")
		return found
	}
	found.Title, found.Advice = Explain(g.say, r.status, r.code, g.nouns)
	return found
}

// list returns the failures, the largest group first and rows that were never reached
// last, and the successes with a remark.
func (g *groups) list() (failures, remarks []*group) {
	for _, found := range g.rows {
		if found.Others || found.Status.Result() == "failure" {
			failures = append(failures, found)
		} else {
			remarks = append(remarks, found)
		}
	}
	slices.SortFunc(failures, compareGroups)
	slices.SortFunc(remarks, compareGroups)
	return failures, remarks
}

func compareGroups(a, b *group) int {
	last := func(g *group) int {
		switch {
		case g.NotAttempted:
			return 2
		case g.Others:
			return 1
		}
		return 0
	}
	return cmp.Or(last(a)-last(b), b.Total-a.Total, strings.Compare(string(a.Status), string(b.Status)), strings.Compare(a.Code, b.Code))
}

func newGroupRow(o importer.Outcome, message string, called func(field string) string) groupRow {
	var about []string
	for _, field := range o.Blames {
		about = append(about, called(field))
	}
	words, names := strings.Join(about, ", "), ""
	if slices.Equal(about, o.Blames) {
		words = strings.Join(about, " ")
	} else {
		names = strings.Join(o.Blames, " ")
	}
	return groupRow{
		Line: o.Line, Key: short(o.Key, maxName), Called: short(o.Called(), maxName), About: short(words, maxName), Fields: short(names, maxName),
		Message: short(message, maxMessage), Superseded: o.Superseded,
	}
}

// addToGroup counts a row that failed or has a remark.
func (p *Page) addToGroup(o importer.Outcome, message string) error {
	g := p.groups.find(o)
	if g.open() && len(o.Blames) > 0 {
		g.About = true
		p.fields.see(o.Blames)
	}
	return g.put(func() (template.HTML, error) { return p.render("group row", newGroupRow(o, message, p.called)) })
}
