package web

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/web/jobs"
	"bcimport/mapping"
	"bcimport/reports/lines"
)

// connectionsBody lists the targets.
type connectionsBody struct {
	Targets []connection
}

// connection is a target with who signs in at it.
type connection struct {
	Target
	Kind, Address string
	Who           string
	// Wrong is why the target cannot be used as it is set; empty where nothing is known of that.
	Wrong string
}

// showConnections lists where imports can go to.
func (s *Server) showConnections(r *request) error {
	all, err := s.Connections.Targets(r.Context())
	p := page{H1: r.T("Connections")}
	if err != nil {
		_, said := r.describe(err)
		p.Alerts = append(p.Alerts, said)
	}
	var body connectionsBody
	for _, t := range all {
		c := connection{Target: t, Kind: r.kindOf(t), Address: r.targetAddress(t.Name)}
		if c.Who, c.Wrong = r.whoSignsIn(t); c.Wrong != "" && t.Person {
			c.Wrong = r.T("nobody is signed in")
		}
		body.Targets = append(body.Targets, c)
	}
	p.Body = body
	return r.show("connections", p)
}

func (r *request) targetAddress(name string) string {
	return r.Base() + "/connections/" + url.PathEscape(name)
}

// kindOf says what kind of company a target is.
func (r *request) kindOf(t Target) string {
	switch {
	case t.Sandbox:
		return r.T("Practice company of this program; nothing leaves this computer")
	case t.Production:
		return r.T("Production")
	case t.Protected:
		return r.T("Protected")
	}
	return r.T("Test")
}

// whoSignsIn says who signs in at a target, or why nobody can.
func (r *request) whoSignsIn(t Target) (who, wrong string) {
	if t.Sandbox || r.server.Accounts == nil {
		return "", ""
	}
	found, err := r.server.Accounts.SignedIn(t.Name)
	switch {
	case err != nil:
		_, said := r.describe(err)
		return "", said.Text
	case found.Person && found.User != "":
		return found.User, ""
	case found.Person:
		return r.T("a person"), ""
	}
	return r.T("the program"), ""
}

// connectionBody is one target: its sign-in and what looking at the way to it has shown.
type connectionBody struct {
	connection
	// Checks are the steps of the way, as far as they were looked at.
	Checks []checked
	// Looking and Waiting report whether they are being looked at, and whether a person is to
	// enter Code on Page.
	Looking, Waiting bool
	// Fit reports whether they were looked at to their end and nothing is to do.
	Fit  bool
	Page string
	Code string
	// Done says that a sign-in has succeeded.
	Done string
	// Said is what of all that is read out when it changes.
	Said string
}

// checked is one step of the way to Business Central.
type checked struct {
	What, Words string
	Bad         bool
	Hint        string
}

// code is what a person enters on a page of Microsoft's.
type code struct{ page, code string }

// showConnection shows one target.
func (s *Server) showConnection(r *request) error {
	t, err := r.namedTarget()
	if err != nil {
		return err
	}
	p := page{H1: r.T("Connections"), About: t.Name, Banner: &t}
	body := connectionBody{connection: connection{Target: t, Kind: r.kindOf(t), Address: r.targetAddress(t.Name)}}
	if j := s.Jobs.Of(signInSubject(t.Name)); j != nil {
		r.signingIn(j, &body, &p)
	}
	body.Who, body.Wrong = r.whoSignsIn(t)
	if j := s.Jobs.Of(examineSubject(t.Name)); j != nil {
		body.Looking = !j.Ended()
		for _, n := range j.Now(0) {
			if f, is := n.Event.(Finding); is {
				body.Checks = append(body.Checks, r.checked(f))
			}
		}
		_, err := j.Result()
		if err != nil && !errors.Is(err, context.Canceled) {
			_, said := r.describe(err)
			p.Alerts = append(p.Alerts, said)
			if said.Text == body.Wrong {
				body.Wrong = ""
			}
		}
		body.Fit = !body.Looking && err == nil && len(body.Checks) > 0 && !slices.ContainsFunc(body.Checks, func(c checked) bool { return c.Bad })
	}
	if body.Looking || body.Waiting {
		p.Refresh = 3
	}
	body.Said = r.saidOf(body)
	p.Body = body
	return r.show("connection", p)
}

// signingIn shows how a sign-in goes on.
func (r *request) signingIn(j *jobs.Job, body *connectionBody, p *page) {
	result, err := j.Result()
	switch {
	case !j.Ended():
		body.Waiting = true
		for _, n := range j.Now(0) {
			if c, is := n.Event.(code); is {
				body.Page, body.Code = c.page, c.code
			}
		}
	case j.Stopping():
	case err != nil:
		_, said := r.describe(err)
		p.Alerts = append(p.Alerts, said)
	default:
		if found, is := result.(SignedIn); is {
			body.Done = r.T("Signed in as %s.", found.User)
		}
	}
}

// saidOf says where a sign-in, or else a check of the way, has come to.
func (r *request) saidOf(b connectionBody) string {
	bad := 0
	for _, c := range b.Checks {
		if c.Bad {
			bad++
		}
	}
	switch {
	case b.Code != "":
		return r.T("%s: %s", r.T("Page"), b.Page) + ". " + r.T("%s: %s", r.T("Code"), b.Code)
	case b.Waiting:
		return r.T("Asking for a code")
	case b.Looking:
		return r.T("Looking")
	case b.Fit:
		return strings.TrimSpace(b.Done + " " + r.T("Everything that can be looked at is in order."))
	case len(b.Checks) > 0:
		return strings.TrimSpace(b.Done + " " + r.T("%d ok, %d to do", len(b.Checks)-bad, bad))
	}
	return b.Done
}

// checked is a finding in the words of the page.
func (r *request) checked(f Finding) checked {
	c := checked{What: f.What, Words: f.Words, Bad: f.Bad}
	if f.About.Format != "" {
		c.What, c.Words = r.language().core.Phrase(f.About, nil), lines.Line(r.language().core.Phrase(r.timed(f.Said), nil))
	}
	c.Hint = r.hints(f.Hints)
	return c
}

// timed returns a phrase with its lengths of time as people write them.
func (r *request) timed(p mapping.Phrase) mapping.Phrase {
	args := slices.Clone(p.Args)
	for i, arg := range args {
		switch a := arg.(type) {
		case time.Duration:
			args[i] = r.Duration(a)
		case mapping.Phrase:
			args[i] = r.timed(a)
		}
	}
	return mapping.Phrase{Format: p.Format, Args: args}
}

// namedTarget is the target that the path names.
func (r *request) namedTarget() (Target, error) {
	all, err := r.server.Connections.Targets(r.Context())
	for _, t := range all {
		if t.Name == r.PathValue("target") {
			return t, nil
		}
	}
	return Target{}, errors.Join(importer.Invalidf("there is no target %q", r.PathValue("target")), err)
}

func signInSubject(target string) string  { return "sign-in " + target }
func examineSubject(target string) string { return "examine " + target }

// signIn begins to sign a person in; the code to enter is shown on the page of the target.
func (s *Server) signIn(r *request) error {
	return s.workOn(r, signInSubject, jobs.SignIn, func(ctx context.Context, name string, tell jobs.Tell) (any, error) {
		return s.Accounts.SignIn(ctx, name, func(page, entered string) { tell(code{page, entered}) })
	})
}

// examine begins to look at the way to a target.
func (s *Server) examine(r *request) error {
	return s.workOn(r, examineSubject, jobs.Examine, func(ctx context.Context, name string, tell jobs.Tell) (any, error) {
		return s.Accounts.Examine(ctx, name, func(f Finding) { tell(f) })
	})
}

// workOn starts work on the target that the path names.
func (s *Server) workOn(r *request, subject func(string) string, kind jobs.Kind, work func(context.Context, string, jobs.Tell) (any, error)) error {
	t, err := r.namedTarget()
	if err != nil {
		return err
	}
	if s.Accounts == nil {
		return importer.Invalidf("nobody can sign in here")
	}
	_, err = s.Jobs.Start(subject(t.Name), kind, func(ctx context.Context, tell jobs.Tell) (any, error) { return work(ctx, t.Name, tell) })
	if busy := (*jobs.BusyError)(nil); err != nil && !errors.As(err, &busy) {
		return err
	}
	return r.seeOther(r.targetAddress(t.Name))
}

// cancelSignIn ends a sign-in that waits for a person.
func (s *Server) cancelSignIn(r *request) error {
	t, err := r.namedTarget()
	if err != nil {
		return err
	}
	if j := s.Jobs.Of(signInSubject(t.Name)); j != nil {
		j.Stop()
		<-j.Done()
	}
	return r.seeOther(r.targetAddress(t.Name))
}

// signOut forgets a person's sign-in.
func (s *Server) signOut(r *request) error {
	t, err := r.namedTarget()
	if err != nil {
		return err
	}
	if s.Accounts == nil {
		return importer.Invalidf("nobody can sign in here")
	}
	if err := s.Accounts.SignOut(t.Name); err != nil {
		return err
	}
	s.Jobs.Forget(signInSubject(t.Name))
	return r.seeOther(r.targetAddress(t.Name))
}
