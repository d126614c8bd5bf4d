package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
)

// fact is one thing to know about the run. Code is shown as it would be typed or
// compared, letter by letter.
type fact struct {
	Name  string
	Value string
	Code  bool
}

// facts are a list that leaves out what is not known.
type facts []fact

func (f *facts) say(name, value string) {
	if value != "" {
		*f = append(*f, fact{Name: name, Value: short(value, longestFact)})
	}
}

func (f *facts) code(name, value string) {
	if value != "" {
		*f = append(*f, fact{name, short(value, longestFact), true})
	}
}

// brief is what a reader wants to know first.
func (p *Page) brief(e Ending) facts {
	var f facts
	a := p.about
	if a.Command == "undo" {
		f.say("Undone run", base(a.Input.File))
	} else {
		f.say("File", base(a.Input.File))
	}
	f.say("Company", a.Target.Company)
	f.say("Environment", environment(a.Target))
	f.say("Started", a.StartedAt.UTC().Format("2 Jan 2006, 15:04 UTC"))
	f.say("By", a.By)
	f.say("Took", lasting(e.Spent.Worked))
	p.suspicions(&f, e.Suspicions)
	return f
}

// suspicions are what makes the file as a whole look wrong, accepted and not.
func (p *Page) suspicions(f *facts, found []importer.Suspicion) {
	var accepted, open []string
	for _, s := range found {
		words := fmt.Sprintf("%s (%s of %s)", s.Code, number(s.Count), counted(s.Of, "row"))
		if s.Code == importer.DuplicateKeys {
			words = fmt.Sprintf("%s (%s)", s.Code, counted(s.Count, "key"))
		}
		if slices.Contains(p.about.Options.Accept, s.Code) {
			accepted = append(accepted, words)
		} else {
			open = append(open, words)
		}
	}
	f.say("Looks wrong", strings.Join(open, ", "))
	if len(accepted) > 0 && p.about.By != "" {
		accepted[len(accepted)-1] += ", by " + p.about.By
	}
	f.say("Accepted", strings.Join(accepted, ", "))
}

func environment(t importer.Target) string {
	switch {
	case t.Sandbox:
		return "built-in sandbox"
	case t.Environment == "":
		return t.Tenant
	case t.Tenant == "":
		return t.Environment
	}
	return t.Environment + " of " + t.Tenant
}

// details are everything that it takes to say exactly what was run.
func (p *Page) details(e Ending) facts {
	var f facts
	a := p.about
	f.code("Command", "bcimport "+a.Command)
	f.say("State", e.State)
	words := exitWords(e.ExitCode)
	if a.Command == "plan" && e.ExitCode == 3 {
		words += ", or the file looks wrong as a whole"
	}
	f.say("Exit code", fmt.Sprintf("%d: %s", e.ExitCode, words))
	f.say("Started", moment(a.StartedAt))
	if !e.FinishedAt.IsZero() {
		f.say("Ended", moment(e.FinishedAt))
	}
	f.say("Worked for", lasting(e.Spent.Worked))
	f.say("Started by", a.By)
	f.code("Run folder", a.Run)
	p.inputDetails(&f)
	f.say("Company", a.Target.Company)
	f.code("Company id", a.Target.CompanyID)
	f.say("Environment", a.Target.Environment)
	f.say("Tenant", a.Target.Tenant)
	f.say("Target", a.Target.Name)
	f.code("API root", a.Target.APIRoot)
	f.code("Signed in as", a.Target.User)
	p.optionDetails(&f)
	return f
}

func (p *Page) inputDetails(f *facts) {
	in := p.about.Input
	if p.about.Command == "undo" {
		f.code("Undone run", in.File)
		f.say("Contacts", number(in.Rows))
		return
	}
	f.code("File", in.File)
	rows := number(in.Rows)
	if in.BlankRows > 0 {
		rows += ", and " + counted(in.BlankRows, "blank row")
	}
	f.say("Rows", rows)
	f.say("Form", form(in))
	f.code("SHA-256", in.SHA256)
	f.code("Mapping", p.about.Mapping.File)
}

func form(in importer.Input) string {
	if in.Format == "xlsx" {
		return "workbook, sheet “" + in.Sheet + "”"
	}
	var parts []string
	if in.Encoding != "" {
		parts = append(parts, in.Encoding)
	}
	switch in.Delimiter {
	case "":
	case "\t":
		parts = append(parts, "delimiter tab")
	default:
		parts = append(parts, "delimiter “"+in.Delimiter+"”")
	}
	return strings.Join(parts, ", ")
}

func (p *Page) optionDetails(f *facts) {
	o := p.about.Options
	f.say("On conflict", string(cmp.Or(o.OnConflict, importer.Merge)))
	if o.Limit > 0 {
		f.say("Limit", "the first "+counted(o.Limit, "row"))
	}
	f.say("Most updates", o.MaxUpdates)
	if o.GiveUpAfter > 0 {
		f.say("Gives up after", lasting(o.GiveUpAfter))
	}
	if o.NoValues {
		f.say("Values", "left out (--no-values)")
	}
}

func exitWords(code int) string {
	switch code {
	case 0:
		return "every row succeeded"
	case 1:
		return "nothing was written"
	case 3:
		return "finished, and at least one row did not succeed"
	case 4:
		return "stopped early"
	}
	return "the program failed"
}

// traffic is what went over the wire.
func (p *Page) traffic(e Ending) facts {
	var f facts
	r := e.Spent.Requests
	f.say("Requests", number(r.Total))
	f.say("Reads", number(r.Reads))
	f.say("Writes", number(r.Writes))
	if r.Batches > 0 {
		f.say("In batches", fmt.Sprintf("%s, with %s", number(r.Batches), counted(r.Operations, "update")))
	}
	if r.Retries > 0 {
		f.say("Sent again", number(r.Retries))
	}
	if r.Throttled > 0 {
		f.say("Throttled", number(r.Throttled))
	}
	f.say("Sign-ins", number(r.Token))
	if seconds := e.Spent.Worked.Seconds(); seconds > 0 && p.counts.reached() > 0 {
		unit, factor := unitOf(float64(p.counts.reached()) / seconds)
		f.say("Average", label(float64(p.counts.reached())/seconds*factor)+" "+unit)
	}
	return f
}
