package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer/sandbox/entra"
)

// scripted starts a Server on which the first request for John Smith's record
// with this method meets a fault.
func scripted(t *testing.T, method string, f Fault) *caller {
	t.Helper()
	return start(t, Config{KeepWrites: true, Intercept: Nth(1, method, "/customerContacts(", f)})
}

const title = `{"professionalTitle":"Buyer"}`

func TestFault_NotProcessed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault  Fault
		status int
	}{
		{Fault{Kind: Throttled, RetryAfter: "3"}, 429},
		{Fault{Kind: Unavailable, RetryAfter: "Wed, 21 Oct 2026 07:28:00 GMT"}, 503},
		{Fault{Kind: Unavailable}, 503},
		{Fault{Kind: BadGateway}, 502},
		{Fault{Kind: GatewayTimeout}, 504},
		{Fault{Kind: Locked}, 409},
		{Fault{Kind: DeadToken}, 401},
		{Fault{Kind: ResetBefore}, 0},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.fault.Kind), func(t *testing.T) {
			t.Parallel()
			c := scripted(t, "PATCH", test.fault)
			got := c.patch("CONT00123", title, "")
			if got.status != test.status || got.header.Get("Retry-After") != test.fault.RetryAfter {
				t.Errorf("got %d %v %v", got.status, got.header, got.err)
			}
			if len(c.server.Writes()) != 0 {
				t.Error("it was written")
			}
			c.token = c.server.Token(DefaultClientID)
			c.patch("CONT00123", title, "").ok(t)
		})
	}
}

func TestFault_ProcessedButTheAnswerIsSpoilt(t *testing.T) {
	t.Parallel()
	for _, fault := range []Fault{
		{Kind: ResetAfter}, {Kind: Truncated}, {Kind: Garbled}, {Kind: Garbled, random: 1}, {Kind: OtherContact},
		{Kind: GatewayTimeout, Processed: true}, {Kind: Unavailable, Processed: true}, {Kind: BadGateway, Processed: true},
	} {
		t.Run(fmt.Sprint(fault.Kind, fault.random), func(t *testing.T) {
			t.Parallel()
			c := scripted(t, "PATCH", fault)
			got := c.patch("CONT00123", title, "")
			if got.err == nil && got.status == 200 && got.json["id"] == c.contact("CONT00123").ID {
				t.Errorf("the answer arrived whole: %s", got.body)
			}
			if w := c.server.Writes(); len(w) != 1 || c.contact("CONT00123").ProfessionalTitle != "Buyer" {
				t.Errorf("writes %+v", w)
			}
			if n := c.server.Stats().Faults[fault.Kind]; n != 1 {
				t.Errorf("%d faults counted", n)
			}
		})
	}
}

func TestFault_LockIsA409ThatIsNotAboutTheETag(t *testing.T) {
	t.Parallel()
	c := scripted(t, "PATCH", Fault{Kind: Locked})
	tag := c.contact("CONT00123").ETag
	c.patch("CONT00123", title, tag).refused(t, 409, "Internal_ServerError", "Please try again later.")
	c.patch("CONT00123", title, tag).ok(t)
}

func TestFault_OtherUserEditsJustBeforeTheCheck(t *testing.T) {
	t.Parallel()
	c := scripted(t, "PATCH", Fault{Kind: OtherUser})
	c.patch("CONT00123", title, "").refused(t, 409, "Request_EntityChanged", "")
	w := c.server.Writes()
	if len(w) != 1 || w[0].By != OtherUserName || w[0].Fields[0].Before == w[0].Fields[0].After {
		t.Errorf("writes %+v", w)
	}
}

func TestFault_OtherUserAfterALandedWrite(t *testing.T) {
	t.Parallel()
	c := scripted(t, "PATCH", Fault{Kind: OtherUserAfter})
	got := c.patch("CONT00123", title, "").ok(t)
	w := c.server.Writes()
	if len(w) != 2 || w[1].By != OtherUserName || got.json["@odata.etag"] != w[0].ETagAfter {
		t.Errorf("writes %+v", w)
	}
}

func TestFault_OtherContactInAList(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Intercept: Nth(1, "GET", "customerContacts", Fault{Kind: OtherContact})})
	john := c.contact("CONT00123")
	if ids := c.get("/customerContacts"+encode("id eq "+john.ID)).values(t, "id"); len(ids) != 1 || ids[0] == john.ID {
		t.Errorf("got %v", ids)
	}
}

func TestFault_ThenRunsBetweenProcessingAndAnswer(t *testing.T) {
	t.Parallel()
	var c *caller
	then := func() {
		if err := c.server.Edit("CONT00123", "professionalTitle", "Theirs"); err != nil {
			t.Error(err)
		}
	}
	c = scripted(t, "PATCH", Fault{Kind: ResetAfter, Then: then})
	if got := c.patch("CONT00123", title, ""); got.err == nil {
		t.Errorf("got %d", got.status)
	}
	if w := c.server.Writes(); len(w) != 2 || c.contact("CONT00123").ProfessionalTitle != "Theirs" {
		t.Errorf("writes %+v", w)
	}
}

func TestFault_SlowWriteLandsAfterTheClientHasGone(t *testing.T) {
	t.Parallel()
	landed := make(chan struct{})
	ctx, leave := context.WithCancel(t.Context())
	c := start(t, Config{Intercept: func(r *http.Request) *Fault {
		if r.Method != "PATCH" {
			return nil
		}
		leave() // the request has arrived, the client goes
		return &Fault{Kind: Slow, Wait: 50 * time.Millisecond, Then: func() { close(landed) }}
	}})
	etag := c.contact("CONT00123").ETag
	c.client.Transport = leaving{ctx, c.client.Transport}
	if got := c.patch("CONT00123", title, etag); got.err == nil {
		t.Fatalf("got %d", got.status)
	}
	<-landed
	if c.contact("CONT00123").ProfessionalTitle != "Buyer" {
		t.Error("the late write did not land")
	}
}

// leaving ends every request with ctx.
type leaving struct {
	ctx   context.Context
	inner http.RoundTripper
}

func (l leaving) RoundTrip(r *http.Request) (*http.Response, error) {
	return l.inner.RoundTrip(r.WithContext(l.ctx))
}

func TestFault_HangEndsWithTheClientAndWithTheServer(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 1)
	c := start(t, Config{Intercept: func(*http.Request) *Fault {
		arrived <- struct{}{}
		return &Fault{Kind: Hang}
	}})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	r, _ := http.NewRequestWithContext(ctx, "GET", c.root+"/customerContacts", nil)
	r.Header.Set("Authorization", "Bearer "+c.token)
	if _, err := c.client.Do(r); err == nil {
		t.Error("a hanging request was answered")
	}
	ended := make(chan reply)
	go func() { ended <- c.get("/customerContacts") }()
	<-arrived
	_ = c.server.Close()
	if got := <-ended; got.err == nil {
		t.Errorf("got %d", got.status)
	}
}

func TestFaults_AreRepeatableWhateverTheOrder(t *testing.T) {
	t.Parallel()
	faults, err := ParseFaults("429=0.2,503=0.2,lock=0.1,other-user=0.3,retry-after=2s,retry-after-form=mixed,seed=7")
	if err != nil {
		t.Fatal(err)
	}
	drawn := func(ids []int) map[string]string {
		p := newFaultPicker(faults)
		fates := map[string]string{}
		for _, id := range ids {
			x := &exchange{method: "PATCH", path: fmt.Sprintf("/customerContacts(%d)", id)}
			f := p.pick(x, newClock().at)
			fates[x.path] += fmt.Sprintf("%s %s %v; ", f.Kind, f.RetryAfter, f.before)
		}
		return fates
	}
	var ids []int
	for i := range 600 {
		ids = append(ids, i%200)
	}
	first := drawn(ids)
	slices.Reverse(ids)
	if again := drawn(ids); fmt.Sprint(first) != fmt.Sprint(again) {
		t.Error("the order of requests changed their faults")
	}
	faults.Seed = 8
	if other := drawn(ids); fmt.Sprint(first) == fmt.Sprint(other) {
		t.Error("another seed makes the same faults")
	}
}

func TestFaults_StrikeAsOftenAsAsked(t *testing.T) {
	t.Parallel()
	p := newFaultPicker(Faults{Chance: map[FaultKind]float64{Throttled: 0.1, ResetAfter: 0.2, OtherUser: 0.5}})
	x := &exchange{method: "PATCH", path: "/x"}
	counts := map[FaultKind]int{}
	for range 10000 {
		f := p.pick(x, time.Time{})
		counts[f.Kind]++
		if f.before {
			counts[OtherUser]++
		}
	}
	for kind, want := range map[FaultKind]int{Throttled: 1000, ResetAfter: 2000, OtherUser: 5000, "": 7000} {
		if got := counts[kind]; got < want*9/10 || got > want*11/10 {
			t.Errorf("%q struck %d of 10,000 times, want about %d", kind, got, want)
		}
	}
}

func TestFaults_SpareSignInAndCompaniesUnlessAsked(t *testing.T) {
	t.Parallel()
	always := Faults{Chance: map[FaultKind]float64{Unavailable: 1}}
	c := start(t, Config{Faults: always})
	c.signIn(form(DefaultClientID, DefaultClientSecret, entra.Scope)).ok(t)
	c.do("GET", c.api+"/companies", "").ok(t)
	c.do("GET", c.api+"/$metadata", "").ok(t)
	if got := c.get("/customerContacts?$top=1"); got.status != 503 {
		t.Errorf("got %d", got.status)
	}
	always.Everywhere = true
	c = start(t, Config{Faults: always})
	if got := c.do("GET", c.api+"/companies", ""); got.status != 503 {
		t.Errorf("got %d", got.status)
	}
}

func TestParseFaults_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, words := range map[string]string{
		"wombat=1": "unknown fault", "429=2": "between 0 and 1", "429=NaN": "between 0 and 1", "429=x": "invalid syntax",
		"429=0.6,503=0.6": "add up", "retry-after=soon": "invalid duration", "retry-after-form=x": "seconds, date or mixed",
	} {
		if _, err := ParseFaults(text); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: got %v, want %q", text, err, words)
		}
	}
	if f, err := ParseFaults(""); err != nil || newFaultPicker(f).active {
		t.Errorf("nothing is %+v, %v", f, err)
	}
}
