package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// five are writes to the first five contacts.
func five(c *caller) []part {
	var parts []part
	for n := 1; n <= 5; n++ {
		parts = append(parts, c.write(fmt.Sprintf("CONT%05d", n), `{"professionalTitle":"Landed"}`, ""))
	}
	return parts
}

// landed lists which of the first five contacts hold the new title.
func landed(c *caller) string {
	var all strings.Builder
	for n := 1; n <= 5; n++ {
		if c.contact(fmt.Sprintf("CONT%05d", n)).ProfessionalTitle == "Landed" {
			fmt.Fprint(&all, n)
		}
	}
	return all.String()
}

func TestBatchFault_StrikesTheWholeBatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault  Fault
		status int
		landed string
	}{
		{Fault{Kind: Throttled, RetryAfter: "3"}, 429, ""},
		{Fault{Kind: Unavailable, RetryAfter: "3"}, 503, ""},
		{Fault{Kind: Unavailable, Processed: true}, 503, "12345"},
		{Fault{Kind: BadGateway}, 502, ""},
		{Fault{Kind: BadGateway, Done: 1}, 502, "1"},
		{Fault{Kind: GatewayTimeout}, 504, ""},
		{Fault{Kind: GatewayTimeout, Processed: true}, 504, "12345"},
		{Fault{Kind: GatewayTimeout, Done: 3}, 504, "123"},
		{Fault{Kind: Timeout}, 408, ""},
		{Fault{Kind: Timeout, Done: 2}, 408, "12"},
		{Fault{Kind: Timeout, Done: 9}, 408, "12345"},
		{Fault{Kind: Timeout, partly: true, random: 4 << 40}, 408, "1234"},
		{Fault{Kind: ResetBefore}, 0, ""},
		{Fault{Kind: ResetAfter}, 0, "12345"},
		{Fault{Kind: ResetAfter, Done: 2}, 0, "12"},
		{Fault{Kind: Truncated}, 200, "12345"},
		{Fault{Kind: Garbled}, 200, "12345"},
		{Fault{Kind: Garbled, random: 1}, 200, "12345"},
		{Fault{Kind: DeadToken}, 401, ""},
		{Fault{Kind: Slow, Wait: 1}, 200, "12345"},
		{Fault{Kind: Locked}, 200, "12345"}, // a lock is met by an operation
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.fault.Kind, test.fault.Done, test.fault.Processed, test.fault.random), func(t *testing.T) {
			t.Parallel()
			c := start(t, Config{Intercept: Nth(1, "POST", "$batch", test.fault)})
			got := c.batch(five(c))
			if got.status != test.status || got.header.Get("Retry-After") != test.fault.RetryAfter {
				t.Errorf("got %d %v %v", got.status, got.header, got.err)
			}
			whole := got.status == 200 && got.err == nil && got.json != nil
			if broken := test.fault.Kind != Slow && test.fault.Kind != Locked; whole && broken {
				t.Errorf("the answer arrived whole: %s", got.body)
			}
			if landed := landed(c); landed != test.landed {
				t.Errorf("%q landed, want %q", landed, test.landed)
			}
			if n := c.server.Stats().Faults[test.fault.Kind]; n != 1 {
				t.Errorf("%d faults counted", n)
			}
		})
	}
}

func TestBatchFault_HangingBatchIsNotProcessed(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	c := start(t, Config{Intercept: func(*http.Request) *Fault { close(arrived); return &Fault{Kind: Hang} }})
	parts := five(c)
	ended := make(chan reply)
	go func() { ended <- c.batch(parts) }()
	<-arrived
	_ = c.server.Close()
	if got := <-ended; got.err == nil || landed(c) != "" {
		t.Errorf("got %d, landed %s", got.status, landed(c))
	}
}

func TestBatchFault_StrikesOneOperation(t *testing.T) {
	t.Parallel()
	const ids = "CONT00001:200 CONT00002:%s CONT00003:200 CONT00004:200 CONT00005:200"
	tests := []struct {
		fault  Fault
		fates  string // "" for an answer that does not arrive
		landed string
	}{
		{Fault{Kind: InnerThrottled, RetryAfter: "3"}, "429", "1345"},
		{Fault{Kind: InnerUnavailable}, "503", "1345"},
		{Fault{Kind: Throttled}, "429", "1345"},
		{Fault{Kind: Unavailable, Processed: true}, "503", "12345"},
		{Fault{Kind: GatewayTimeout}, "504", "1345"},
		{Fault{Kind: Locked}, "409", "1345"},
		{Fault{Kind: OtherUser}, "409", "1345"},
		{Fault{Kind: OtherUserAfter}, "200", "12345"},
		{Fault{Kind: OtherContact}, "200", "12345"},
		{Fault{Kind: InnerGarbled}, "200", "12345"},
		{Fault{Kind: InnerGarbled, random: 1}, "200", "12345"},
		{Fault{Kind: InnerGarbled, random: 2}, "200", "12345"},
		{Fault{Kind: Garbled, random: 2}, "200", "12345"},
		{Fault{Kind: BatchMissing}, "missing", "1345"},
		{Fault{Kind: BatchMissing, Processed: true}, "missing", "12345"},
		{Fault{Kind: BatchTwice}, "503 CONT00002:200", "12345"},
		{Fault{Kind: BatchTwice, random: 1}, "200 CONT00002:503", "12345"},
		{Fault{Kind: DeadToken}, "401", "1345"},
		{Fault{Kind: Slow, Wait: 1}, "200", "12345"},
		{Fault{Kind: ResetBefore}, "", "1"},
		{Fault{Kind: ResetAfter}, "", "12"},
		{Fault{Kind: Truncated}, "", "12"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.fault.Kind, test.fault.Processed, test.fault.random), func(t *testing.T) {
			t.Parallel()
			c := start(t, Config{Intercept: Nth(2, "PATCH", "/customerContacts(", test.fault)})
			got := c.batch(five(c), goOn()...)
			if test.fates == "" {
				if got.err == nil {
					t.Errorf("the answer arrived: %s", got.body)
				}
			} else {
				want := strings.ReplaceAll(fmt.Sprintf(ids, test.fates), " CONT00002:missing", "")
				if f := got.fates(t); f != want {
					t.Errorf("got %s, want %s", f, want)
				}
			}
			if landed := landed(c); strings.Replace(landed, "2", "", 1) != strings.Replace(test.landed, "2", "", 1) ||
				test.fault.Kind != OtherUser && test.fault.Kind != OtherUserAfter && landed != test.landed {
				t.Errorf("%q landed, want %q", landed, test.landed)
			}
			kind := test.fault.Kind
			if kind == Garbled {
				kind = InnerGarbled
			}
			if n := c.server.Stats().Faults[kind]; n != 1 {
				t.Errorf("%d faults counted", n)
			}
		})
	}
}

func TestBatchFault_InnerForms(t *testing.T) {
	t.Parallel()
	struck := func(f Fault) (inner, *caller) {
		c := start(t, Config{Intercept: Nth(1, "PATCH", "", f)})
		return c.batch([]part{c.write("CONT00001", title, "")}).answers(t)[0], c
	}
	if got, _ := struck(Fault{Kind: InnerThrottled, RetryAfter: "7"}); got.Headers["retry-after"] != "7" || got.code() != "Application_TooManyRequests" {
		t.Errorf("an inner 429 is %+v", got)
	}
	if got, _ := struck(Fault{Kind: Locked}); got.code() != "Internal_ServerError" || !strings.Contains(string(got.Body), "Please try again later.") {
		t.Errorf("an inner lock is %s", got.Body)
	}
	if got, c := struck(Fault{Kind: OtherContact}); got.field("id") == c.contact("CONT00001").ID {
		t.Errorf("another contact is %s", got.Body)
	}
	for pick, want := range []string{`"\u003chtml`, ``, `"{\"@odata.context\"`} {
		got, _ := struck(Fault{Kind: InnerGarbled, random: uint64(pick)})
		if body := strings.ReplaceAll(string(got.Body), "<", `\u003c`); !strings.HasPrefix(body, want) || want == "" && body != "" {
			t.Errorf("form %d is %s", pick, got.Body)
		}
	}
}

func TestBatchFault_StopsTheBatchLikeAnyFailure(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Intercept: Nth(2, "PATCH", "", Fault{Kind: InnerUnavailable})})
	if f := c.batch(five(c)).fates(t); f != "CONT00001:200 CONT00002:503" || landed(c) != "1" {
		t.Errorf("got %s, landed %s", f, landed(c))
	}
}

func TestBatchFault_ShuffledAnswersAreAllThere(t *testing.T) {
	t.Parallel()
	for pick := range uint64(20) {
		c := start(t, Config{Intercept: Nth(1, "POST", "$batch", Fault{Kind: BatchShuffled, random: pick})})
		parts := five(c)[:2+pick%4]
		got := c.batch(parts)
		var sent []string
		for _, p := range parts {
			sent = append(sent, fmt.Sprint(p.ID, ":200"))
		}
		fates := got.fates(t)
		if fates == strings.Join(sent, " ") {
			t.Errorf("the answers came in order: %s", fates)
		}
		for _, id := range sent {
			if strings.Count(fates, id) != 1 {
				t.Errorf("%s is not once in %s", id, fates)
			}
		}
		if n := c.server.Stats().Faults[BatchShuffled]; n != 1 {
			t.Errorf("%d faults counted", n)
		}
	}
}

func TestBatchFault_UnderSnapshotNothingIsKept(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{{Kind: Timeout, Done: 3}, {Kind: GatewayTimeout, partly: true}, {Kind: ResetAfter, Done: 4}} {
		c := start(t, Config{Intercept: Nth(1, "POST", "$batch", f)})
		if c.batch(five(c), snapshot()...); landed(c) != "" {
			t.Errorf("%s: %s landed", f.Kind, landed(c))
		}
	}
	for _, kind := range []FaultKind{ResetAfter, Truncated, Locked, InnerThrottled} {
		c := start(t, Config{Intercept: Nth(3, "PATCH", "", Fault{Kind: kind})})
		if c.batch(five(c), snapshot()...); landed(c) != "" {
			t.Errorf("%s: %s landed", kind, landed(c))
		}
	}
}

func TestBatchFault_HookSeesOperationsAsRequests(t *testing.T) {
	t.Parallel()
	var seen []string
	c := start(t, Config{Intercept: func(r *http.Request) *Fault {
		seen = append(seen, fmt.Sprint(r.Method, " ", r.URL.Path, " ", r.URL.RawQuery, " ", r.RequestURI == "", " ", r.Header.Get("If-Match") != ""))
		return nil
	}})
	john := c.contact("CONT00123").ID
	root := strings.TrimPrefix(c.root, c.host)
	c.batch([]part{c.write("CONT00123", title, ""), c.read("r", "/contacts("+john+")?$select=number"), c.read("x", "/%zz")}, goOn()...).ok(t)
	want := []string{
		"POST " + strings.TrimPrefix(c.api, c.host) + "/$batch  false false",
		"PATCH " + root + "/customerContacts(" + john + ")  true true",
		"GET " + root + "/contacts(" + john + ") $select=number true false",
		"GET " + root + "/%zz  true false",
	}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("saw  %q\nwant %q", seen, want)
	}
}

func TestBatchFaults_AreRepeatableWhateverTheBatches(t *testing.T) {
	t.Parallel()
	faults, err := ParseFaults("lock=0.1,inner-429=0.1,inner-503=0.1,inner-garbled=0.1,batch-missing=0.1,batch-twice=0.1,other-contact=0.1,other-user=0.2,seed=3")
	if err != nil {
		t.Fatal(err)
	}
	fates := func(size int) map[string]string {
		c := start(t, Config{Faults: faults})
		all := map[string]string{}
		for n := 1; n <= 200; n += size {
			var parts []part
			for i := n; i < n+size; i++ {
				parts = append(parts, c.write(fmt.Sprintf("CONT%05d", i), title, ""))
			}
			for _, a := range c.batch(parts, goOn()...).answers(t) {
				all[a.ID.(string)] += fmt.Sprint(a.Status, len(a.Body), " ")
			}
		}
		return all
	}
	if one, ten := fates(1), fates(10); fmt.Sprint(one) != fmt.Sprint(ten) {
		t.Errorf("got  %v\nthen %v", one, ten)
	}
}

func TestBatchFaults_StrikeAsOftenAsAsked(t *testing.T) {
	t.Parallel()
	chance := map[FaultKind]float64{Locked: 0.1, InnerThrottled: 0.1, InnerUnavailable: 0.1, InnerGarbled: 0.1, BatchMissing: 0.1, BatchTwice: 0.1, Garbled: 0.9}
	p := newFaultPicker(Faults{Chance: chance})
	x := &exchange{method: "PATCH", path: "/x", within: &batch{}}
	counts := map[FaultKind]int{}
	for range 10000 {
		counts[p.pick(x, newClock().at).Kind]++
	}
	for _, kind := range []FaultKind{Locked, InnerThrottled, InnerUnavailable, InnerGarbled, BatchMissing, BatchTwice} {
		if n := counts[kind]; n < 900 || n > 1100 {
			t.Errorf("%s struck %d of 10,000 times", kind, n)
		}
	}
	if counts[Garbled] != 0 {
		t.Error("a fault of requests strikes operations")
	}
	if _, err := ParseFaults("lock=0.6,inner-429=0.6"); err == nil || !strings.Contains(err.Error(), "add up") {
		t.Errorf("got %v", err)
	}
	if _, err := ParseFaults("429=0.6,inner-429=0.6,408=0.3,batch-shuffled=1"); err != nil {
		t.Error(err)
	}
}

func TestBatchFaults_408LeavesEveryNumberOfOperationsDone(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Faults: Faults{Chance: map[FaultKind]float64{Timeout: 1}}})
	seen := map[int]bool{}
	for range 60 {
		before := c.server.Stats().Writes
		var parts []part
		for n := 1; n <= 3; n++ {
			parts = append(parts, c.write(fmt.Sprintf("CONT%05d", n), title, ""))
		}
		if got := c.batch(parts); got.status != 408 {
			t.Fatalf("got %d", got.status)
		}
		seen[c.server.Stats().Writes-before] = true
	}
	if len(seen) != 4 {
		t.Errorf("only %v of three operations were done", seen)
	}
}
