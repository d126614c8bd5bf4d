package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/companies"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/schema"
	"bcimport/importer/businesscentral/signin"
	"bcimport/importer/businesscentral/transport"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
)

// Finding is the result of one check.
type Finding struct {
	What  string // a word or two
	Bad   bool
	Words string          // what was found
	Hints []importer.Hint // what to do or to consider
	// About and Said are What and Words as data, for readers of other languages.
	About, Said phrase.Phrase
}

// Tolerances of the clock: Entra accepts tokens that start up to five minutes in the
// future (entra: configurable-token-lifetimes; the same default in its libraries).
const (
	skewNoted = 30 * time.Second
	skewBad   = 5 * time.Minute
)

// Examine checks the way to a company step by step and reports each finding at once. It stops
// at a failure that makes further checks useless. It changes nothing: its trial update is for
// a record that does not exist. It returns whether every check passed.
func Examine(ctx context.Context, config Config, report func(Finding)) bool {
	x := &examination{report: report, healthy: true}
	if err := config.Validate(); err != nil {
		x.fail(phrase.New("settings"), err)
		return false
	}
	x.pass(phrase.New("settings"), config.SignsInBy())
	x.Client = newClient(config.withDefaults(), func(int) time.Duration { return time.Second })
	defer x.Close()
	x.adviseApp()
	x.proxy()
	for _, step := range []func(context.Context) bool{x.network, x.checkSignIns, x.findTarget, x.checkReads, x.checkWrites} {
		if !step(ctx) || ctx.Err() != nil {
			return false
		}
	}
	x.limits()
	return x.healthy
}

// examination is one call of Examine.
type examination struct {
	*Client
	report  func(Finding)
	healthy bool
}

func (x *examination) pass(what, words phrase.Phrase, hints ...importer.Hint) {
	x.report(Finding{What: what.String(), About: what, Words: words.String(), Said: words, Hints: hints})
}

// fail reports a failed check by its error and returns false.
func (x *examination) fail(what phrase.Phrase, err error) bool {
	words := strings.ReplaceAll(err.Error(), "\n", "; ")
	said := phrase.New("%s", err)
	if words != err.Error() {
		said = phrase.New("%s", words)
	}
	x.report(Finding{What: what.String(), About: what, Bad: true, Words: words, Said: said, Hints: importer.Hints(err)})
	x.healthy = false
	return false
}

// adviseApp recommends an app registration of its own: limits are per user, and its
// permissions can be kept small (operational-limits-online.md).
func (x *examination) adviseApp() {
	switch x.config.Credentials.Auth {
	case ClientCredentials:
		x.pass(phrase.New("advice"), phrase.New("use an app registration that does nothing else"), importer.PlainHint("it shares its limits with no other program, and its permissions can be limited to what it writes"))
	case DeviceCode, Token, Basic:
		x.pass(phrase.New("advice"), phrase.New("requests are sent as a user who shares limits with their other work"), importer.PlainHint("use an app registration for jobs that run unattended"))
	}
}

// proxy names the proxy, without the password that its URL may hold.
func (x *examination) proxy() {
	r, err := http.NewRequest(http.MethodGet, x.config.Root, nil)
	if err != nil {
		return // Validate has checked it
	}
	switch u, err := transport.Proxy(r); {
	case err != nil:
		x.fail(phrase.New("proxy"), &importer.Problem{Cause: err, Hint: importer.PlainHint("use the form http://proxy.example.com:8080")})
	case u != nil:
		x.pass(phrase.New("proxy"), phrase.New("%s", u.Scheme+"://"+u.Host))
	default:
		x.pass(phrase.New("proxy"), phrase.New("none"))
	}
}

// network sends a request without a sign-in; the answer shows TLS and clock.
func (x *examination) network(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, min(30*time.Second, x.config.RequestTimeout))
	defer cancel()
	req, err := x.request(ctx, call{method: http.MethodGet, url: x.config.Root + "/companies?$top=1"}, "")
	if err != nil {
		return x.fail(phrase.New("network"), err)
	}
	begin := time.Now()
	r, err := x.http.Do(req)
	if err != nil {
		if distrust := faults.Untrusted(err); distrust != nil {
			return x.fail(phrase.New("TLS"), distrust)
		}
		return x.fail(phrase.New("network"), &importer.Problem{
			Cause: phrase.Errorf("%s does not answer: %s", x.host(), faults.Line(faults.RootCause(err), faults.MaxMessage)),
			Hint:  importer.PlainHint("check the address, the network, the firewall and the proxy"),
		})
	}
	defer r.Body.Close()
	took := time.Since(begin)
	if r.StatusCode/100 == 3 {
		return x.fail(phrase.New("network"), &importer.Problem{
			Cause: phrase.Errorf("%s redirects to another address (%s)", x.host(), r.Status), Hint: importer.PlainHint("set the address of the API itself; redirects are never followed with a sign-in"),
		})
	}
	x.pass(phrase.New("network"), phrase.New("%s answers in %d ms", x.host(), took.Milliseconds()))
	if r.TLS != nil {
		until := r.TLS.PeerCertificates[0].NotAfter
		x.pass(phrase.New("TLS"), phrase.New("certificate valid until %s", until.Format(time.DateOnly)))
	} else {
		x.pass(phrase.New("TLS"), phrase.New("none, within this machine"))
	}
	x.clock(r.Header.Get("Date"), begin.Add(took/2))
	return true
}

func (x *examination) clock(date string, now time.Time) {
	theirs, err := http.ParseTime(date)
	if err != nil {
		x.pass(phrase.New("clock"), phrase.New("the service does not send its time"))
		return
	}
	skew := now.Sub(theirs).Truncate(time.Second) // Date holds whole seconds
	words := phrase.New("within %s of the service's", max(skew.Abs(), 2*time.Second))
	switch {
	case skew.Abs() >= skewBad:
		x.fail(phrase.New("clock"), &importer.Problem{Cause: ahead(skew), Hint: importer.PlainHint("set the clock of this machine (NTP): sign-ins fail when it is wrong")})
	case skew.Abs() >= skewNoted:
		x.pass(phrase.New("clock"), words, importer.PlainHint("set the clock of this machine before it is five minutes wrong: sign-ins fail then"))
	default:
		x.pass(phrase.New("clock"), words)
	}
}

func ahead(skew time.Duration) error {
	if skew > 0 {
		return phrase.Errorf("%s ahead of the service's", skew.Abs())
	}
	return phrase.Errorf("%s behind the service's", skew.Abs())
}

// checkSignIns signs every user in and checks the permissions in its token.
func (x *examination) checkSignIns(ctx context.Context) bool {
	for _, u := range x.users.all {
		what := x.of(phrase.New("sign-in"), u)
		credential, err := u.auth.Credential(ctx)
		if err != nil {
			return x.fail(what, err)
		}
		if wrong := signin.CheckAudience(credential); wrong != nil {
			return x.fail(what, wrong)
		}
		words := phrase.New("taken")
		if u.credentials.Fixed() {
			words = phrase.New("sent with each request; the next checks show whether it is accepted")
		} else if tenant := x.target.Tenant; tenant != "" {
			words = phrase.New("taken by tenant %s", tenant)
		}
		x.pass(what, words)
	}
	return true
}

// findTarget finds environment and company, and names the other companies.
func (x *examination) findTarget(ctx context.Context) bool {
	all, r, err := x.companies(ctx)
	if err != nil {
		return x.fail(phrase.New("environment"), err)
	}
	if r.status != http.StatusOK {
		if err := x.withoutCompanies(r.fault()); err != nil {
			return x.fail(phrase.New("environment"), err)
		}
	}
	if x.target.Environment != "" {
		x.pass(phrase.New("environment"), phrase.New("%s", x.target.Environment))
	}
	if x.company == "" {
		found, err := companies.Pick(all, x.config.Company)
		if err != nil {
			return x.fail(phrase.New("company"), err)
		}
		x.use(found)
	}
	names := make([]string, len(all))
	for i, co := range all {
		names[i] = co.Name
	}
	if len(names) > 1 {
		x.pass(phrase.New("company"), phrase.New("%s", x.target.Company), importer.NewHint("the environment has: %s", strings.Join(names, ", ")))
	} else {
		x.pass(phrase.New("company"), phrase.New("%s", x.target.Company))
	}
	if err := x.describe(ctx); err != nil {
		return x.fail(phrase.New("metadata"), err)
	}
	x.pass(phrase.New("keys"), x.keyWords())
	return true
}

func (x *examination) keyWords() phrase.Phrase {
	switch x.schema.Key {
	case importer.KeyGUID:
		return phrase.New("$metadata says that the id of %s is a GUID; other keys are looked up", x.set)
	case importer.KeyString:
		return phrase.New("$metadata says that the id of %s is text", x.set)
	}
	return phrase.New("there is no $metadata; keys are sent as they are")
}

// of adds the user's name to what was checked if there are several.
func (x *examination) of(what phrase.Phrase, u *user) phrase.Phrase {
	if len(x.users.all) > 1 {
		return phrase.New("%s of %s", what, u.name)
	}
	return what
}

// checkReads reads one contact of both sets, as every user. It reports whether any user may
// read the set that rows are written to.
func (x *examination) checkReads(ctx context.Context) bool {
	some := false
	for _, u := range x.users.all {
		for _, set := range x.read() {
			r, err := x.once(ctx, call{
				method: http.MethodGet, url: x.root + "/" + x.company + set + "?$top=1", header: primary, maxBytes: maxList, count: countRead,
			}, u)
			if err == nil {
				err = x.readFault(set, r)
			}
			if err != nil {
				x.fail(x.of(phrase.New("%s", set), u), err)
				if set == x.set {
					break
				}
				continue
			}
			some = true
			x.pass(x.of(phrase.New("%s", set), u), phrase.New("answers"))
		}
	}
	return some
}

// read lists the sets that are read: customerContacts are looked up in contacts.
func (x *examination) read() []string {
	if x.entity.Set == entity.CustomerContacts {
		return []string{x.set, "contacts"}
	}
	return []string{x.set}
}

// permission says what has to be read for a record to be written.
func (x *examination) permission() importer.Hint {
	if x.entity.Set == entity.CustomerContacts {
		return importer.PlainHint("give the user a permission set that may read contacts, customers and their relations")
	}
	return importer.NewHint("give the user a permission set that may read %s", x.set)
}

func (x *examination) readFault(set string, r reply) error {
	switch f := r.fault(); {
	case r.err != nil:
		return noAnswer(r)
	case r.succeeded():
		return nil
	case r.status == http.StatusUnauthorized:
		return x.signInRefused(f)
	default:
		return &importer.Problem{Cause: importer.Errorf("%s: %s", f.Code, f.Message), Hint: x.readHint(set, f.HTTPStatus)}
	}
}

func noAnswer(r reply) error {
	return &importer.Problem{Cause: errors.New(faults.Line(faults.RootCause(r.err), faults.MaxMessage)), Hint: importer.PlainHint("try again, and check the status page of the service")}
}

func (x *examination) rootHint() importer.Hint {
	if x.root != x.config.Root {
		return importer.PlainHint(schema.RouteHint)
	}
	return importer.NewHint("the API root must be that of API v2.0 in a version that has %s", x.set)
}

func (x *examination) readHint(set string, status int) importer.Hint {
	switch {
	case status == http.StatusForbidden:
		return x.permission()
	case status == http.StatusNotFound && set == x.set:
		return x.rootHint()
	case set != x.set:
		return importer.PlainHint("without contacts, rows can be found by their ids only")
	}
	return importer.PlainHint("follow the service's message")
}

// checkWrites sends an update of a contact that does not exist, with an eTag, so that it
// can't create one either. It shows which users may not write at all.
func (x *examination) checkWrites(ctx context.Context) bool {
	for _, u := range x.users.all {
		what := x.of(phrase.New("writing"), u)
		r, err := x.once(ctx, call{
			method: http.MethodPatch, url: x.contactURL("00000000-0000-4000-8000-000000000000"), maxBytes: maxRecord, count: countWrite,
			header: map[string]string{"Content-Type": "application/json", "If-Match": `W/"JzA7Jw=="`}, body: []byte("{}"),
		}, u)
		if err == nil {
			err = x.updateFault(r)
		}
		if err != nil {
			x.fail(what, err)
			continue
		}
		x.pass(what, phrase.New("the service accepts updates (checked without changing anything)"),
			importer.NewHint("only the first row shows whether the permission set allows changing %s: start with %s", x.set, importer.Option{Name: "limit", Value: "1"}))
	}
	return true
}

// updateFault returns what is wrong with the answer to such an update, nil if the service
// looked for the contact or at the request.
func (x *examination) updateFault(r reply) error {
	f := r.fault()
	switch {
	case r.err != nil:
		return noAnswer(r)
	case r.status == http.StatusUnauthorized:
		return x.signInRefused(f)
	case r.status == http.StatusForbidden:
		return &importer.Problem{
			Cause: phrase.Errorf("the user may not change %s: %s", x.set, f.Message),
			Hint:  importer.NewHint("give it a permission set that may modify %s", x.set),
		}
	case r.status == http.StatusMethodNotAllowed || r.status == http.StatusNotImplemented:
		return &importer.Problem{
			Cause: phrase.Errorf("the service accepts no updates of %s: %s", x.set, f.Message),
			Hint:  x.rootHint(),
		}
	case r.status == http.StatusNotFound, r.status == http.StatusConflict, r.status == http.StatusPreconditionFailed,
		r.status == http.StatusBadRequest && !strings.HasPrefix(f.Code, faults.NoCode):
		return nil
	}
	return &importer.Problem{Cause: importer.Errorf("%s: %s", f.Code, f.Message), Hint: importer.PlainHint("try again: the answer does not show whether the service accepts updates")}
}

// limits compares the settings with the published limits of each user: 6,000
// requests in 5 minutes and 5 at once (dynamics-rate-limits.md).
func (x *examination) limits() {
	const (
		published = 6000
		atOnce    = 5
	)
	rate, fast := phrase.New("no limit set"), true
	if n := x.config.Rate.Requests; n > 0 {
		rate = phrase.New("%d requests in %s", n, x.config.Rate.Span)
		fast = float64(n)/x.config.Rate.Span.Seconds() > published/300.0
	}
	var hints []importer.Hint
	if fast {
		hints = append(hints, importer.PlainHint("online a user may send 6,000 requests in 5 minutes"))
	}
	if x.config.Concurrency > atOnce {
		hints = append(hints, importer.PlainHint("online 5 requests of a user are served at once"))
	}
	words := phrase.New("%s, %d at once, %d records in a request", rate, x.config.Concurrency, x.config.Batch)
	if n := len(x.users.all); n > 1 {
		words = phrase.New("%s, for each of %d users", words, n)
	}
	if u, err := url.Parse(x.config.Root); err == nil && Loopback(u.Hostname()) {
		hints = nil
	}
	x.pass(phrase.New("limits"), words, hints...)
}
