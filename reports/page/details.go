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

// beside splits what is known of a run for readers who see an overview and have typed no
// command: what they can do without is technical, and nothing is said again.
func (f details) beside(overview details) (plain, technical details) {
	for _, d := range f {
		switch {
		case d.Code:
			technical = append(technical, d)
		case !slices.Contains(overview, d):
			plain = append(plain, d)
		}
	}
	return plain, technical
}

// overview returns what a reader wants to know first.
func (p *Page) overview(e Ending) details {
	var f details
	a := p.about
	switch {
	case p.part && (a.Command == "undo" || a.Approval != nil): // the other page names its file
	case a.Command == "undo":
		f.add(p.T("Undone run"), base(a.Input.File))
	case a.Approval != nil:
		f.add(p.T("Plan"), base(a.Input.File))
	default:
		f.add(p.T("File"), base(a.Input.Shown()))
	}
	if a.Approval != nil {
		f.add(p.T("Approved"), p.approvalWords(*a.Approval))
	}
	f.add(p.T("Company"), a.Target.Company)
	f.add(p.T("Environment"), p.environment(a.Target))
	f.add(p.T("Started"), p.say.Time(a.StartedAt.UTC())+" UTC")
	f.add(p.T("By"), a.By)
	f.add(p.T("Took"), p.say.Duration(e.Spent.Worked))
	p.suspicions(&f, e.Suspicions)
	return f
}

// approvalWords says what was approved, by whom and when.
func (p *Page) approvalWords(a importer.Approval) string {
	words := p.T("%s of %s", p.say.Number(a.Accepted), plural(p.say, a.Changes, "%s change", "%s changes", p.say.Number(a.Changes)))
	if a.By != "" {
		words += p.T(", by %s", a.By)
	}
	return words + ", " + p.say.Time(a.At.UTC()) + " UTC"
}

// suspicions adds what makes the file as a whole look wrong, accepted and not.
func (p *Page) suspicions(f *details, found []importer.Suspicion) {
	var accepted, open []string
	for _, s := range found {
		words := p.T("%s (%s of %s)", p.suspicion(s.Code), p.say.Number(s.Count), plural(p.say, s.Of, "%s row", "%s rows", p.say.Number(s.Of)))
		if s.Code == importer.DuplicateKeys {
			words = p.T("%s (%s)", p.suspicion(s.Code), plural(p.say, s.Count, "%s key", "%s keys", p.say.Number(s.Count)))
		}
		if slices.Contains(p.about.Options.Accept, s.Code) {
			accepted = append(accepted, words)
		} else {
			open = append(open, words)
		}
	}
	f.add(p.T("Looks wrong"), strings.Join(open, ", "))
	if len(accepted) > 0 && p.about.By != "" {
		accepted[len(accepted)-1] += p.T(", by %s", p.about.By)
	}
	f.add(p.T("Accepted"), strings.Join(accepted, ", "))
}

func (p *Page) environment(t importer.Target) string {
	switch {
	case t.Sandbox:
		return p.T("built-in sandbox")
	case t.Environment == "":
		return t.Tenant
	case t.Tenant == "":
		return t.Environment
	}
	return p.T("%s of %s", t.Environment, t.Tenant)
}

// runDetails returns everything that identifies what was run.
func (p *Page) runDetails(e Ending) details {
	var f details
	a := p.about
	if !p.part {
		f.addCode(p.T("Command"), "bcimport "+a.Command)
	}
	f.add(p.T("State"), p.state(e.State))
	words := p.endWords(e.Kind)
	if a.Command == "plan" && e.Kind == importer.EndIncomplete {
		words += p.T(", or the file looks wrong as a whole")
	}
	if p.part {
		f.add(p.T("End"), words)
	} else {
		f.add(p.T("Exit code"), fmt.Sprintf("%d: %s", e.ExitCode, words))
	}
	if !p.part {
		f.add(p.T("Started"), p.say.Seconds(a.StartedAt.UTC())+" UTC")
	}
	if !e.FinishedAt.IsZero() {
		f.add(p.T("Ended"), p.say.Seconds(e.FinishedAt.UTC())+" UTC")
	}
	if !p.part {
		f.add(p.T("Worked for"), p.say.Duration(e.Spent.Worked))
		f.add(p.T("Started by"), a.By)
	}
	f.addCode(p.T("Run folder"), a.Run)
	p.inputDetails(&f)
	f.add(p.T("Company"), a.Target.Company)
	f.addCode(p.T("Company id"), a.Target.CompanyID)
	if !p.part || !a.Target.Sandbox {
		f.add(p.T("Environment"), a.Target.Environment)
		f.add(p.T("Tenant"), a.Target.Tenant)
	}
	f.add(p.T("Target"), a.Target.Name)
	f.addCode(p.T("API root"), a.Target.APIRoot)
	f.addCode(p.T("Signed in as"), a.Target.User)
	p.optionDetails(&f)
	return f
}

func (p *Page) inputDetails(f *details) {
	in := p.about.Input
	if p.about.Command == "undo" {
		f.addCode(p.T("Undone run"), in.File)
		f.add(p.ofSet("{Many}"), p.say.Number(in.Rows))
		return
	}
	if a := p.about.Approval; a != nil {
		f.addCode(p.T("Plan"), in.File)
		f.add(p.T("Rows"), p.say.Number(in.Rows))
		f.add(p.T("Approved"), p.approvalWords(*a))
		f.addCode(p.T("Digest of the plan"), a.Digest)
		return
	}
	f.addCode(p.T("File"), in.File)
	rows := p.say.Number(in.Rows)
	if in.BlankRows > 0 {
		rows += plural(p.say, in.BlankRows, ", and %s blank row", ", and %s blank rows", p.say.Number(in.BlankRows))
	}
	f.add(p.T("Rows"), rows)
	f.add(p.T("Form"), p.form(in))
	f.addCode(p.T("SHA-256"), in.SHA256)
	f.addCode(p.T("Mapping"), p.about.Mapping.File)
}

func (p *Page) form(in importer.Input) string {
	if in.Format == "xlsx" {
		return p.T("workbook, sheet “%s”", in.Sheet)
	}
	var parts []string
	if in.Encoding != "" {
		parts = append(parts, in.Encoding)
	}
	switch in.Delimiter {
	case "":
	case "\t":
		parts = append(parts, p.T("delimiter tab"))
	default:
		parts = append(parts, p.T("delimiter “%s”", in.Delimiter))
	}
	return strings.Join(parts, ", ")
}

func (p *Page) optionDetails(f *details) {
	o := p.about.Options
	policy := cmp.Or(o.OnConflict, importer.Merge)
	if p.part {
		f.add(p.T("On conflict"), p.ofSet(string(policies()[policy])))
	} else {
		f.add(p.T("On conflict"), string(policy))
	}
	if o.Limit > 0 {
		f.add(p.T("Limit"), plural(p.say, o.Limit, "the first %s row", "the first %s rows", p.say.Number(o.Limit)))
	}
	f.add(p.T("Most updates"), o.MaxUpdates)
	if o.GiveUpAfter > 0 {
		f.add(p.T("Gives up after"), p.say.Duration(o.GiveUpAfter))
	}
	if o.NoValues {
		f.add(p.T("Values"), p.T("left out (%s)", p.words.Option(importer.Option{Name: "no_values"})))
	}
}

// policies says what is done where others have changed a record since it was read.
func policies() map[importer.ConflictPolicy]wording {
	return map[importer.ConflictPolicy]wording{
		importer.Merge:     "edits by others to other fields stay",
		importer.Fail:      "any edit by others is a conflict",
		importer.Overwrite: "the file wins",
	}
}

// endWords returns what an exit code means.
func (p *Page) endWords(kind importer.EndKind) string {
	switch kind {
	case importer.EndSucceeded:
		return p.T("every row succeeded")
	case importer.EndRefused:
		return p.T("nothing was written")
	case importer.EndIncomplete:
		return p.T("finished, and at least one row did not succeed")
	case importer.EndStopped:
		return p.T("stopped early")
	}
	return p.T("the program failed")
}

// traffic returns what was sent, and how fast.
func (p *Page) traffic(e Ending) details {
	var f details
	r := e.Spent.Requests
	f.add(p.T("Requests"), p.say.Number(r.Total))
	f.add(p.T("Reads"), p.say.Number(r.Reads))
	f.add(p.T("Writes"), p.say.Number(r.Writes))
	if r.Batches > 0 {
		f.add(p.T("In batches"), plural(p.say, r.Operations, "%s, with %s update", "%s, with %s updates", p.say.Number(r.Batches), p.say.Number(r.Operations)))
	}
	if r.Retries > 0 {
		f.add(p.T("Sent again"), p.say.Number(r.Retries))
	}
	if r.Throttled > 0 {
		f.add(p.T("Throttled"), p.say.Number(r.Throttled))
	}
	f.add(p.T("Sign-ins"), p.say.Number(r.Token))
	if seconds := e.Spent.Worked.Seconds(); seconds > 0 && p.counts.reached() > 0 {
		unit, factor := unitOf(p.say, float64(p.counts.reached())/seconds)
		f.add(p.T("Average"), label(p.say, float64(p.counts.reached())/seconds*factor)+" "+unit)
	}
	return f
}

// suspicion is what a reader calls a suspicion; beside the other reports its code, which is what
// is passed to accept it.
func (p *Page) suspicion(code importer.Code) string {
	if coded(p.say) {
		return string(code)
	}
	return p.ofSet(string(suspicions()[code]))
}

func suspicions() map[importer.Code]wording {
	return map[importer.Code]wording{
		importer.SortedApart: "columns sorted separately", importer.NamesSwapped: "first and last name swapped", importer.SameValue: "the same value in most rows",
		importer.UnusualShare: "unusually many changes", importer.DuplicateKeys: "several rows for one key", importer.ManyEmptied: "many values emptied",
	}
}

// state is the word for how a run stands.
func (p *Page) state(word string) string {
	if known, ok := states()[word]; ok && !coded(p.say) {
		return p.ofSet(string(known))
	}
	return word
}

func states() map[string]wording {
	return map[string]wording{"finished": "finished", "stopped": "stopped"}
}
