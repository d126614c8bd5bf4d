package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
)

// detail is one thing to know about the run. Code marks what is typed or compared
// character by character.
type detail struct {
	Name  string
	Value string
	Code  bool
}

// details is a list that leaves out what is not known.
type details []detail

func (f *details) add(name, value string) {
	if value != "" {
		*f = append(*f, detail{Name: name, Value: short(value, maxDetail)})
	}
}

func (f *details) addCode(name, value string) {
	if value != "" {
		*f = append(*f, detail{name, short(value, maxDetail), true})
	}
}

// overview returns what a reader wants to know first.
func (p *Page) overview(e Ending) details {
	var f details
	a := p.about
	switch {
	case a.Command == "undo":
		f.add("Undone run", base(a.Input.File))
	case a.Approval != nil:
		f.add("Plan", base(a.Input.File))
		f.add("Approved", approvalWords(*a.Approval))
	default:
		f.add("File", base(a.Input.File))
	}
	f.add("Company", a.Target.Company)
	f.add("Environment", environment(a.Target))
	f.add("Started", a.StartedAt.UTC().Format("2 Jan 2006, 15:04 UTC"))
	f.add("By", a.By)
	f.add("Took", durationWords(e.Spent.Worked))
	p.suspicions(&f, e.Suspicions)
	return f
}

// approvalWords says what was approved, by whom and when.
func approvalWords(a importer.Approval) string {
	words := fmt.Sprintf("%s of %s", number(a.Accepted), counted(a.Changes, "change"))
	if a.By != "" {
		words += ", by " + a.By
	}
	return words + ", " + a.At.UTC().Format("2 Jan 2006, 15:04 UTC")
}

// suspicions adds what makes the file as a whole look wrong, accepted and not.
func (p *Page) suspicions(f *details, found []importer.Suspicion) {
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
	f.add("Looks wrong", strings.Join(open, ", "))
	if len(accepted) > 0 && p.about.By != "" {
		accepted[len(accepted)-1] += ", by " + p.about.By
	}
	f.add("Accepted", strings.Join(accepted, ", "))
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

// runDetails returns everything that identifies what was run.
func (p *Page) runDetails(e Ending) details {
	var f details
	a := p.about
	f.addCode("Command", "bcimport "+a.Command)
	f.add("State", e.State)
	words := endWords(e.Kind)
	if a.Command == "plan" && e.Kind == importer.EndIncomplete {
		words += ", or the file looks wrong as a whole"
	}
	f.add("Exit code", fmt.Sprintf("%d: %s", e.ExitCode, words))
	f.add("Started", timestamp(a.StartedAt))
	if !e.FinishedAt.IsZero() {
		f.add("Ended", timestamp(e.FinishedAt))
	}
	f.add("Worked for", durationWords(e.Spent.Worked))
	f.add("Started by", a.By)
	f.addCode("Run folder", a.Run)
	p.inputDetails(&f)
	f.add("Company", a.Target.Company)
	f.addCode("Company id", a.Target.CompanyID)
	f.add("Environment", a.Target.Environment)
	f.add("Tenant", a.Target.Tenant)
	f.add("Target", a.Target.Name)
	f.addCode("API root", a.Target.APIRoot)
	f.addCode("Signed in as", a.Target.User)
	p.optionDetails(&f)
	return f
}

func (p *Page) inputDetails(f *details) {
	in := p.about.Input
	if p.about.Command == "undo" {
		f.addCode("Undone run", in.File)
		f.add(p.about.Nouns().In("{Many}"), number(in.Rows))
		return
	}
	if a := p.about.Approval; a != nil {
		f.addCode("Plan", in.File)
		f.add("Rows", number(in.Rows))
		f.add("Approved", approvalWords(*a))
		f.addCode("Digest of the plan", a.Digest)
		return
	}
	f.addCode("File", in.File)
	rows := number(in.Rows)
	if in.BlankRows > 0 {
		rows += ", and " + counted(in.BlankRows, "blank row")
	}
	f.add("Rows", rows)
	f.add("Form", form(in))
	f.addCode("SHA-256", in.SHA256)
	f.addCode("Mapping", p.about.Mapping.File)
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

func (p *Page) optionDetails(f *details) {
	o := p.about.Options
	f.add("On conflict", string(cmp.Or(o.OnConflict, importer.Merge)))
	if o.Limit > 0 {
		f.add("Limit", "the first "+counted(o.Limit, "row"))
	}
	f.add("Most updates", o.MaxUpdates)
	if o.GiveUpAfter > 0 {
		f.add("Gives up after", durationWords(o.GiveUpAfter))
	}
	if o.NoValues {
		f.add("Values", "left out ("+p.words.Option(importer.Option{Name: "no_values"})+")")
	}
}

// endWords returns what an exit code means.
func endWords(kind importer.EndKind) string {
	switch kind {
	case importer.EndSucceeded:
		return "every row succeeded"
	case importer.EndRefused:
		return "nothing was written"
	case importer.EndIncomplete:
		return "finished, and at least one row did not succeed"
	case importer.EndStopped:
		return "stopped early"
	}
	return "the program failed"
}

// traffic returns what was sent, and how fast.
func (p *Page) traffic(e Ending) details {
	var f details
	r := e.Spent.Requests
	f.add("Requests", number(r.Total))
	f.add("Reads", number(r.Reads))
	f.add("Writes", number(r.Writes))
	if r.Batches > 0 {
		f.add("In batches", fmt.Sprintf("%s, with %s", number(r.Batches), counted(r.Operations, "update")))
	}
	if r.Retries > 0 {
		f.add("Sent again", number(r.Retries))
	}
	if r.Throttled > 0 {
		f.add("Throttled", number(r.Throttled))
	}
	f.add("Sign-ins", number(r.Token))
	if seconds := e.Spent.Worked.Seconds(); seconds > 0 && p.counts.reached() > 0 {
		unit, factor := unitOf(float64(p.counts.reached()) / seconds)
		f.add("Average", label(float64(p.counts.reached())/seconds*factor)+" "+unit)
	}
	return f
}
