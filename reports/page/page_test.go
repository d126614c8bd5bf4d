package page_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/reports/page"
)

func noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

// face names options and steps by signs of its own.
type face struct{}

func (face) Option(o importer.Option) string { return "<" + o.Name + ">" }
func (face) Step(s importer.Step) string     { return "[" + string(s.Kind) + " " + s.Run + "]" }

func (face) Path(p importer.Path) string { return string(p) }

// about is a run of a file with that many rows.
func about(rows int) importer.About {
	return importer.About{
		Run: "contacts-20260701-120000Z.run", Command: "run", By: "anna", StartedAt: noon(),
		Input:   importer.Input{File: "/data/contacts.csv", SHA256: "abc", Rows: rows, Delimiter: ";", Encoding: "utf-8"},
		Mapping: importer.Document{File: "m.yaml"},
		Target:  importer.Target{APIRoot: "https://api.example/v2.0", Environment: "production", Company: "CRONUS & <Co>", User: "app-1"},
		Options: importer.Options{OnConflict: importer.Merge},
	}
}

// ended is a run that came to its end.
func ended(code int) page.Ending {
	kind := map[int]importer.EndKind{0: importer.EndSucceeded, 3: importer.EndIncomplete, 4: importer.EndStopped}[code]
	next := []importer.Step{{Kind: importer.StepRunFailed, File: "failed.csv"}}
	if kind == importer.EndStopped {
		next = []importer.Step{{Kind: importer.StepResume}}
	}
	return page.Ending{
		Ending:   importer.Ending{State: "finished", FinishedAt: noon().Add(time.Minute), Kind: kind},
		ExitCode: code, Next: next,
		Spent:  importer.Spent{Requests: importer.Requests{Total: 9, Reads: 4, Writes: 5, Token: 1}, Worked: time.Minute},
		Report: "report.csv", Changes: "changes.csv", Failed: "failed.csv",
	}
}

// outcome is the end of the row at a position.
func outcome(seq int, status importer.Status) importer.Outcome {
	o := importer.Outcome{Seq: seq, Line: seq + 2, Key: fmt.Sprint("K", seq), Status: status, FinishedAt: noon().Add(time.Duration(seq) * time.Second)}
	switch status {
	case importer.Updated, importer.WouldUpdate:
		o.Changes = []importer.Change{{Field: "lastName", Before: "Kühn", After: "Kühne"}}
	case importer.Unchanged:
	default:
		o.Code, o.Message, o.Blames = "some_code", mapping.PlainMessage("Do this."), []string{"email"}
	}
	return o
}

func write(t testing.TB, about importer.About, e page.Ending, outcomes ...importer.Outcome) string {
	t.Helper()
	p, err := page.New(about, face{}, nil)
	must(t, err)
	for _, o := range outcomes {
		must(t, p.Add(o, o.Message.Text))
	}
	var b strings.Builder
	must(t, p.Write(&b, e))
	return b.String()
}

func TestPage_TellsWhatHappened(t *testing.T) {
	t.Parallel()
	got := write(t, about(3), ended(3), outcome(0, importer.Updated), outcome(1, importer.Rejected), outcome(2, importer.Unchanged))
	for _, want := range []string{
		"<title>contacts.csv: 1 of 3 rows did not succeed</title>", "<h1>1 of 3 rows did not succeed</h1>",
		"1 row changed a contact in Business Central. 1 row was already as wanted.",
		`Fix the rows in <a href="failed.csv">failed.csv</a> and run that file with the same mapping (m.yaml).`,
		"CRONUS &amp; &lt;Co&gt;", "anna", "app-1", "/data/contacts.csv", "production", "https://api.example/v2.0", "abc",
		"3: finished, and at least one row did not succeed", "1 July 2026, 12:01:00 UTC",
		"<h3>Refused by Business Central</h3>", "<code>some_code</code>", `<td class="about">email</td><td class="message">Do this.</td>`,
		`<td class="old" data-label="Before">Kühn</td><td class="new" data-label="After">Kühn<ins>e</ins></td>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

// hostile is a text that would break out of every place it could stand in.
const hostile = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>`{{.}}</td></table><!-- javascript:alert(1) \x00\u202e\u2028\xff"

func TestPage_TextsAreNothingButTexts(t *testing.T) {
	t.Parallel()
	a := about(2)
	a.Run, a.By, a.Input.File, a.Input.SHA256, a.Mapping.File = hostile, hostile, hostile, hostile, hostile
	a.Target = importer.Target{Name: hostile, APIRoot: hostile, Tenant: hostile, Environment: hostile, Company: hostile, CompanyID: hostile, User: hostile}
	e := ended(4)
	e.State, e.Reason = "stopped", hostile
	e.Report = "javascript:alert(1)"
	o := outcome(0, importer.Rejected)
	o.Key, o.Code, o.Message, o.Blames = hostile, hostile, mapping.PlainMessage(hostile), []string{hostile}
	o.Changes = []importer.Change{{Field: hostile, Before: hostile, After: "x" + hostile}}
	got := write(t, a, e, o, o)
	for _, bad := range []string{"<img", "alert(1)</script>", "<!--", `href="javascript`, "\x00", "\u202e", "\u2028", "\xff"} {
		if strings.Contains(got, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if n := strings.Count(got, "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
}

func TestPage_PolicyAllowsItsOwnStyleAndScriptOnly(t *testing.T) {
	t.Parallel()
	got := write(t, about(1), ended(3), outcome(0, importer.Invalid))
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(got)[1]
	policy = strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(policy)
	for _, tag := range []string{"style", "script"} {
		_, text, _ := strings.Cut(got, "<"+tag+">")
		text, _, _ = strings.Cut(text, "</"+tag+">")
		sum := sha256.Sum256([]byte(text))
		want := tag + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !slices.Contains(strings.Split(policy, "; "), want) {
			t.Errorf("the policy is %s, want %s", policy, want)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; ") {
		t.Errorf("the policy is %s", policy)
	}
	if regexp.MustCompile(`(?i)\s(on\w+|style)=`).MatchString(got[strings.Index(got, "<body"):strings.Index(got, "<script")]) {
		t.Error("the page holds an attribute that its policy forbids")
	}
}

func TestPage_NoValues(t *testing.T) {
	t.Parallel()
	a := about(1)
	a.Options.NoValues = true
	e := ended(0)
	e.Changes = ""
	got := write(t, a, e, outcome(0, importer.Updated))
	if strings.Contains(got, "Kühn") {
		t.Error("the page holds a value")
	}
	if !strings.Contains(got, "1 value changed; values are left out (&lt;no_values&gt;).") {
		t.Error("the page does not say that values are left out")
	}
}

func TestPage_FoldsManyChanges(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{20, 60} { // of two changes each
		var outcomes []importer.Outcome
		for seq := range rows {
			o := outcome(seq, importer.Updated)
			o.Changes = []importer.Change{{Field: "firstName", After: "A"}, {Field: "lastName", After: "B"}}
			outcomes = append(outcomes, o)
		}
		text := write(t, about(rows), ended(0), outcomes...)
		if open := strings.Contains(text, `<details class="group" open>`); open != (rows == 20) {
			t.Errorf("%d rows: unfolded %v", rows, open)
		}
	}
}

// TestPage_StaysBelowItsLimit gives a page the largest texts there are, of
// letters that take the most room, for more reasons than have room.
func TestPage_StaysBelowItsLimit(t *testing.T) {
	t.Parallel()
	for name, unit := range map[string]string{
		"invisible": "\u202e", "escaped": `"'<&`, "emoji": "\U0001f9d1\u200d\U0001f4bb", "marks upon marks": "e\u0301\u0302\u0303", "not UTF-8": "\xff\u202e",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			long := strings.Repeat(unit, 1000)
			a := about(6000)
			a.Run, a.By, a.Input.File, a.Mapping.File, a.Input.SHA256 = long, long, long, long, long
			a.Target = importer.Target{Name: long, APIRoot: long, Tenant: long, Environment: long, Company: long, CompanyID: long, User: long}
			p, err := page.New(a, face{}, nil)
			must(t, err)
			for seq := range 6000 {
				o := outcome(seq, importer.Statuses()[seq%len(importer.Statuses())])
				o.Key, o.Message, o.Blames = long, mapping.PlainMessage(long), []string{long}
				if seq%2 == 0 {
					o.Code = fmt.Sprint(long, seq%100)
				}
				o.Changes = []importer.Change{{Field: fmt.Sprint(long, seq%100), Before: mixed(unit, seq), After: mixed(unit, seq+1)}}
				o.FinishedAt = noon().Add(time.Duration(seq) * time.Minute)
				must(t, p.Add(o, o.Message.Text))
			}
			e := ended(3)
			e.Reason, e.Report, e.Changes, e.Failed = long, "report.csv", "changes.csv", "failed.csv"
			var b strings.Builder
			must(t, p.Write(&b, e))
			if b.Len() >= page.Limit {
				t.Errorf("%d bytes", b.Len())
			}
			groups := strings.Split(b.String(), "<details")[1:]
			if len(groups) < 40 {
				t.Errorf("%d groups", len(groups))
			}
			for _, g := range groups {
				if !strings.Contains(g, `<td class="line"`) {
					t.Errorf("a group shows no row: %.300s", g)
				}
			}
			if n := strings.Count(b.String(), `<td class="old" `); n < 50 {
				t.Errorf("%d changes are shown", n)
			}
		})
	}
}

// mixed is a long text that differs in every other grapheme from the one after it.
func mixed(unit string, seq int) string {
	return strings.Repeat(unit+string(rune('a'+seq%20))+unit, 200)
}

func TestPage_AMillionRows(t *testing.T) {
	t.Parallel()
	p, err := page.New(about(1_000_000), face{}, nil)
	must(t, err)
	for seq := range 1_000_000 {
		o := importer.Outcome{Seq: seq, Line: seq + 2, Key: "CONT12345", Status: importer.Statuses()[seq%5], FinishedAt: noon().Add(time.Duration(seq/100) * time.Second)}
		if seq%5 > 2 {
			o.Code, o.Message = "too_long", mapping.PlainMessage("The text is too long; shorten it.")
		}
		must(t, p.Add(o, o.Message.Text))
	}
	var b strings.Builder
	must(t, p.Write(&b, ended(3)))
	if b.Len() > 200_000 || !strings.Contains(b.String(), "The first 50 of 200,000 are shown") {
		t.Errorf("%d bytes", b.Len())
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestPage_NamesRecordsBesideTheirKeys: in the groups and among the changes, and not
// twice where the key is the number.
func TestPage_NamesRecordsBesideTheirKeys(t *testing.T) {
	t.Parallel()
	failed, changed, plain := outcome(0, importer.Conflicted), outcome(1, importer.Updated), outcome(2, importer.Conflicted)
	failed.Number, failed.Name = "CT000123", "Anna <Berg>\u202e"
	changed.Key, changed.Number, changed.Name = "ct000124", "CT000124", "Bo Lund"
	text := write(t, about(3), ended(3), failed, changed, plain)
	for _, want := range []string{
		`<bdi>K0</bdi> <bdi class="called">CT000123, Anna &lt;Berg&gt;[U&#43;202E]</bdi>`,
		`<bdi>ct000124</bdi> <bdi class="called">Bo Lund</bdi>`, `<bdi>K2</bdi></th>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
