package guard_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer/web/guard"
)

const host = "127.0.0.1:41234"

// page is a guarded page that counts what reaches it.
type page struct {
	guard   *guard.Guard
	handler http.Handler
	reached int
	body    string // of the last change
	path    string
	token   string
}

func newPage(c guard.Config) *page {
	c.Host = host
	p := &page{guard: guard.New(c)}
	p.handler = p.guard.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.reached++
		p.path, p.token = r.URL.Path, guard.Token(r.Context())
		if guard.Base(r.Context()) != p.guard.Base() {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		if r.PostForm != nil {
			p.body = r.PostForm.Encode()
			return
		}
		text, err := io.ReadAll(r.Body)
		if p.body = string(text); err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		}
	}))
	return p
}

// do sends a request; edit makes it what the test is about.
func (p *page) do(method, path, body string, edit ...func(*http.Request)) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = host
	for _, e := range edit {
		e(r)
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w.Result()
}

// begin opens a start address and returns the cookie.
func (p *page) begin(t *testing.T) *http.Cookie {
	t.Helper()
	answer := p.do("GET", keyPath(p.guard.Start()), "")
	if answer.StatusCode != http.StatusSeeOther || len(answer.Cookies()) != 1 {
		t.Fatalf("start: %s, %d cookies", answer.Status, len(answer.Cookies()))
	}
	return answer.Cookies()[0]
}

// learn returns the token as a page of the session holds it.
func (p *page) learn(t *testing.T, c *http.Cookie) string {
	t.Helper()
	if answer := p.do("GET", p.guard.Base()+"/", "", cookie(c)); answer.StatusCode != http.StatusOK {
		t.Fatalf("page: %s", answer.Status)
	}
	return p.token
}

func keyPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return u.RequestURI()
}

func cookie(c *http.Cookie) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(c) }
}

func header(pairs ...string) func(*http.Request) {
	return func(r *http.Request) {
		for i := 0; i < len(pairs); i += 2 {
			r.Header.Set(pairs[i], pairs[i+1])
		}
	}
}

func form(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }

// own is what a browser sends with a form of the page.
var own = header("Origin", "http://"+host, "Sec-Fetch-Site", "same-origin")

func TestWrap_RefusesHostileRequests(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	session := p.begin(t)
	token := p.learn(t, session)
	base := p.guard.Base()
	good := "token=" + token
	with := cookie(session)
	asHost := func(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }
	for name, request := range map[string]struct {
		method, path, body string
		edit               []func(*http.Request)
	}{
		"name that means this machine":  {"GET", base + "/", "", []func(*http.Request){with, asHost("evil.example:41234")}},
		"localhost, maybe of another":   {"GET", base + "/", "", []func(*http.Request){with, asHost("localhost:41234")}},
		"host without a port":           {"GET", base + "/", "", []func(*http.Request){with, asHost("127.0.0.1")}},
		"other loopback address":        {"GET", base + "/", "", []func(*http.Request){with, asHost("[::1]:41234")}},
		"host with a dot":               {"GET", base + "/", "", []func(*http.Request){with, asHost("127.0.0.1.:41234")}},
		"no host":                       {"GET", base + "/", "", []func(*http.Request){with, asHost("")}},
		"no cookie":                     {"GET", base + "/", "", nil},
		"guessed cookie":                {"GET", base + "/", "", []func(*http.Request){cookie(&http.Cookie{Name: session.Name, Value: "GUESS"})}},
		"empty cookie":                  {"GET", base + "/", "", []func(*http.Request){cookie(&http.Cookie{Name: session.Name})}},
		"cookie of another name":        {"GET", base + "/", "", []func(*http.Request){cookie(&http.Cookie{Name: "bcimport-", Value: session.Value})}},
		"cookie at another path":        {"GET", "/", "", []func(*http.Request){with}},
		"guessed base":                  {"GET", "/AAAAAAAAAAAAAAAAAAAAAAAAAA/", "", []func(*http.Request){with}},
		"base without a slash":          {"GET", base, "", []func(*http.Request){with}},
		"path out of the base":          {"GET", base + "/../x", "", []func(*http.Request){with}},
		"encoded path out of the base":  {"GET", base + "/%2e%2e/x", "", []func(*http.Request){with}},
		"encoded base":                  {"GET", "/%" + fmt.Sprintf("%x", base[1]) + base[2:] + "/", "", []func(*http.Request){with}},
		"doubled slash":                 {"GET", base + "//evil.example/", "", []func(*http.Request){with}},
		"picture in another page":       {"GET", base + "/", "", []func(*http.Request){with, header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image")}},
		"script on another port":        {"GET", base + "/", "", []func(*http.Request){with, header("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script")}},
		"fetch of another port":         {"GET", base + "/", "", []func(*http.Request){with, header("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Origin", "http://127.0.0.1:9")}},
		"frame in another page":         {"GET", base + "/", "", []func(*http.Request){with, header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe")}},
		"change without a token":        {"POST", base + "/", "", []func(*http.Request){with, own, form}},
		"change with an empty token":    {"POST", base + "/", "token=", []func(*http.Request){with, own, form}},
		"change with a guessed token":   {"POST", base + "/", "token=GUESS", []func(*http.Request){with, own, form}},
		"token in the address":          {"POST", base + "/?" + good, "", []func(*http.Request){with, own, form}},
		"token in a plain text":         {"POST", base + "/", good, []func(*http.Request){with, own, header("Content-Type", "text/plain")}},
		"token without a type":          {"POST", base + "/", good, []func(*http.Request){with, own}},
		"guessed token in the header":   {"POST", base + "/", good, []func(*http.Request){with, own, form, header("X-Token", "GUESS")}},
		"token without the cookie":      {"POST", base + "/", good, []func(*http.Request){own, form}},
		"foreign origin":                {"POST", base + "/", good, []func(*http.Request){with, form, header("Origin", "http://evil.example")}},
		"origin of another port":        {"POST", base + "/", good, []func(*http.Request){with, form, header("Origin", "http://127.0.0.1:9")}},
		"origin by another name":        {"POST", base + "/", good, []func(*http.Request){with, form, header("Origin", "http://localhost:41234")}},
		"origin with another scheme":    {"POST", base + "/", good, []func(*http.Request){with, form, header("Origin", "https://"+host)}},
		"origin that begins alike":      {"POST", base + "/", good, []func(*http.Request){with, form, header("Origin", "http://"+host+".evil.example")}},
		"origin null":                   {"POST", base + "/", good, []func(*http.Request){with, form, header("Origin", "null")}},
		"no origin":                     {"POST", base + "/", good, []func(*http.Request){with, form}},
		"two origins":                   {"POST", base + "/", good, []func(*http.Request){with, own, form, func(r *http.Request) { r.Header.Add("Origin", "http://evil.example") }}},
		"own origin from another site":  {"POST", base + "/", good, []func(*http.Request){with, own, form, header("Sec-Fetch-Site", "cross-site")}},
		"own origin from another port":  {"POST", base + "/", good, []func(*http.Request){with, own, form, header("Sec-Fetch-Site", "same-site")}},
		"change by another method":      {"PUT", base + "/", good, []func(*http.Request){with, own, form}},
		"deletion":                      {"DELETE", base + "/", "", []func(*http.Request){with, own, header("X-Token", token)}},
		"question for what is allowed":  {"OPTIONS", base + "/", "", []func(*http.Request){with, header("Origin", "http://evil.example", "Access-Control-Request-Method", "POST")}},
		"trace, which repeats cookies":  {"TRACE", base + "/", "", []func(*http.Request){with}},
		"start without a key":           {"GET", "/start", "", nil},
		"start with a guessed key":      {"GET", "/start?key=GUESS", "", nil},
		"start below the base":          {"GET", "/start/", "", []func(*http.Request){with}},
		"token in a file of a form":     {"POST", base + "/", parts(`name="token"; filename="x"`, token), []func(*http.Request){with, own, multi}},
		"token after a file":            {"POST", base + "/", parts(`name="file"; filename="x"`, "a", `name="token"`, token), []func(*http.Request){with, own, multi}},
		"token behind a long beginning": {"POST", base + "/", parts(`name="token"; x="`+strings.Repeat("x", 2000)+`"`, token), []func(*http.Request){with, own, multi}},
		"form with files, no boundary":  {"POST", base + "/", parts(`name="token"`, token), []func(*http.Request){with, own, header("Content-Type", "multipart/form-data")}},
	} {
		t.Run(name, func(t *testing.T) {
			before := p.reached
			answer := p.do(request.method, request.path, request.body, request.edit...)
			text, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if answer.StatusCode < 400 || p.reached != before {
				t.Errorf("%s, reached %d times; want a refusal", answer.Status, p.reached-before)
			}
			if len(answer.Cookies()) > 0 || answer.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("the refusal has the headers %v", answer.Header)
			}
			for _, secret := range []string{session.Value, token, strings.TrimPrefix(base, "/")} {
				if strings.Contains(string(text), secret) {
					t.Errorf("the refusal tells a secret: %s", text)
				}
			}
		})
	}
}

const multiType = "multipart/form-data; boundary=edge"

func multi(r *http.Request) { r.Header.Set("Content-Type", multiType) }

// parts is a form with files: dispositions and contents.
func parts(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, "--edge\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n", pairs[i], pairs[i+1])
	}
	return b.String() + "--edge--\r\n"
}

func TestWrap_LetsThePageChange(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	session := p.begin(t)
	token := p.learn(t, session)
	upload := parts(`name="token"`, token, `name="file"; filename="a.csv"`, strings.Repeat("x", 5000))
	for name, change := range map[string]struct {
		body, want string
		edit       func(*http.Request)
	}{
		"form":              {"token=" + token + "&a=1", "a=1&token=" + token, form},
		"header":            {`{"a":1}`, `{"a":1}`, header("X-Token", token, "Content-Type", "application/json")},
		"form with files":   {upload, upload, multi},
		"no Sec-Fetch-Site": {"token=" + token, "token=" + token, func(r *http.Request) { form(r); r.Header.Del("Sec-Fetch-Site") }},
	} {
		t.Run(name, func(t *testing.T) {
			answer := p.do("POST", p.guard.Base()+"/imports/1/file", change.body, cookie(session), own, change.edit)
			if answer.StatusCode != http.StatusOK || p.path != "/imports/1/file" || p.body != change.want || p.token != token {
				t.Errorf("%s at %s with %.80q", answer.Status, p.path, p.body)
			}
		})
	}
}

func TestWrap_FollowsALinkOfAnotherSite(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	session := p.begin(t)
	answer := p.do("GET", p.guard.Base()+"/", "", cookie(session),
		header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"))
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s", answer.Status)
	}
}

func TestStart_WorksOnceAndForAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPage(guard.Config{})
		used, late, intime := keyPath(p.guard.Start()), keyPath(p.guard.Start()), ""
		if answer := p.do("GET", used, ""); answer.StatusCode != http.StatusSeeOther {
			t.Errorf("first: %s", answer.Status)
		}
		if answer := p.do("GET", used, ""); answer.StatusCode != http.StatusUnauthorized || len(answer.Cookies()) > 0 {
			t.Errorf("twice: %s", answer.Status)
		}
		time.Sleep(time.Second)
		intime = keyPath(p.guard.Start())
		time.Sleep(time.Minute - time.Second)
		if answer := p.do("GET", late, ""); answer.StatusCode != http.StatusUnauthorized || len(answer.Cookies()) > 0 {
			t.Errorf("late: %s", answer.Status)
		}
		if answer := p.do("GET", intime, ""); answer.StatusCode != http.StatusSeeOther {
			t.Errorf("in time: %s", answer.Status)
		}
	})
}

func TestOpened_TellsWhenAKeyIsUsed(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	key := p.guard.Key()
	opened := p.guard.Opened(key)
	select {
	case <-opened:
		t.Error("it was not used yet")
	default:
	}
	p.do("GET", keyPath(guard.StartAt(host, key)), "")
	<-opened
	<-p.guard.Opened(key) // and for who asks late
}

func TestStart_IsNotUsedUpByWhoLooksAhead(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*http.Request){
		"other method":      func(r *http.Request) { r.Method = http.MethodHead },
		"post":              func(r *http.Request) { r.Method = http.MethodPost },
		"prefetch":          header("Sec-Purpose", "prefetch;prerender"),
		"old prefetch":      header("Purpose", "prefetch"),
		"picture":           header("Sec-Fetch-Dest", "image", "Sec-Fetch-Site", "cross-site"),
		"frame":             header("Sec-Fetch-Dest", "iframe", "Sec-Fetch-Site", "cross-site"),
		"name that rebinds": func(r *http.Request) { r.Host = "evil.example" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPage(guard.Config{})
			start := keyPath(p.guard.Start())
			if answer := p.do("GET", start, "", edit); answer.StatusCode < 400 || len(answer.Cookies()) > 0 {
				t.Errorf("%s", answer.Status)
			}
			if answer := p.do("GET", start, ""); answer.StatusCode != http.StatusSeeOther {
				t.Errorf("after it: %s", answer.Status)
			}
		})
	}
}

// The key must not go on in a Referer, and a cookie of the strictest kind must reach the page
// though a file began the navigation.
func TestStart_TradesTheKeyForACookie(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	for _, site := range []string{"none", "cross-site", "same-site"} {
		answer := p.do("GET", keyPath(p.guard.Start()), "", header("Sec-Fetch-Site", site, "Sec-Fetch-Dest", "document"))
		if len(answer.Cookies()) != 1 {
			t.Fatalf("%s: %v", site, answer.Header)
		}
		c := answer.Cookies()[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != p.guard.Base()+"/" || c.Domain != "" || c.MaxAge != 0 || !c.Expires.IsZero() {
			t.Errorf("%s: the cookie is %v", site, c)
		}
		if answer.Header.Get("Referrer-Policy") != "no-referrer" || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the headers are %v", site, answer.Header)
		}
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if site == "none" {
			if answer.Header.Get("Location") != p.guard.Base()+"/" {
				t.Errorf("it leads to %q", answer.Header.Get("Location"))
			}
		} else if answer.StatusCode != http.StatusOK || !strings.Contains(string(text), `content="0;url=`+p.guard.Base()+`/"`) {
			t.Errorf("%s: %s: %s", site, answer.Status, text)
		}
	}
}

func TestStart_KeepsFewKeys(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	first := p.guard.Start()
	for range 16 {
		p.guard.Start()
	}
	if answer := p.do("GET", keyPath(first), ""); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("the oldest of 17 keys: %s", answer.Status)
	}
}

// A second start in the same browser must not break the pages that are open.
func TestSessions_LiveSideBySide(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	first, second := p.begin(t), p.begin(t)
	ofFirst, ofSecond := p.learn(t, first), p.learn(t, second)
	if ofFirst == ofSecond || first.Name == second.Name {
		t.Fatal("both sessions are one")
	}
	change := func(token string, cookies ...*http.Cookie) int {
		edits := []func(*http.Request){own, form}
		for _, c := range cookies {
			edits = append(edits, cookie(c))
		}
		return p.do("POST", p.guard.Base()+"/", "token="+token, edits...).StatusCode
	}
	if change(ofFirst, first, second) != http.StatusOK || change(ofSecond, first, second) != http.StatusOK {
		t.Error("a page of one of two sessions can't change anything")
	}
	if change(ofFirst, second) != http.StatusForbidden {
		t.Error("a token works for another session")
	}
}

func TestWrap_BoundsBodies(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{Limit: func(r *http.Request) int64 {
		if r.URL.Path == "/upload" {
			return 4 << 20
		}
		return 0
	}})
	session := p.begin(t)
	token := p.learn(t, session)
	send := func(path string, size int, edit ...func(*http.Request)) int {
		edit = append(edit, cookie(session), own, header("X-Token", token))
		return p.do("POST", p.guard.Base()+path, strings.Repeat("x", size), edit...).StatusCode
	}
	unmeasured := func(r *http.Request) { r.ContentLength = -1 }
	for _, test := range []struct {
		path string
		size int
		edit []func(*http.Request)
		want int
	}{
		{"/form", guard.DefaultLimit, nil, 200},
		{"/form", guard.DefaultLimit + 1, nil, 413},
		{"/form", guard.DefaultLimit + 1, []func(*http.Request){unmeasured}, 413},
		{"/upload", 4 << 20, nil, 200},
		{"/upload", 4<<20 + 1, nil, 413},
		{"/upload", 4<<20 + 1, []func(*http.Request){unmeasured}, 413},
	} {
		if got := send(test.path, test.size, test.edit...); got != test.want {
			t.Errorf("%d bytes to %s: %d, want %d", test.size, test.path, got, test.want)
		}
	}
}

func TestWrap_HardensEveryAnswer(t *testing.T) {
	t.Parallel()
	p := newPage(guard.Config{})
	session := p.begin(t)
	for name, answer := range map[string]*http.Response{
		"page":    p.do("GET", p.guard.Base()+"/", "", cookie(session)),
		"refusal": p.do("GET", p.guard.Base()+"/", ""),
		"nothing": p.do("GET", "/favicon.ico", ""),
		"start":   p.do("GET", keyPath(p.guard.Start()), ""),
	} {
		for key, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := answer.Header.Get(key); got != want {
				t.Errorf("%s: %s is %q", name, key, got)
			}
		}
		policy := answer.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy is %q", name, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: the policy is %q", name, policy)
		}
	}
}

func TestWrap_RefusesInTheLanguageOfItsReader(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ chosen, accept, want string }{
		{"", "", "There is nothing here."}, {"", "de-DE,de;q=0.9", "Hier ist nichts."}, {"fr", "de", "Il n’y a rien ici."},
	} {
		p := newPage(guard.Config{Language: c.chosen})
		answer := p.do("GET", "/favicon.ico", "", header("Accept-Language", c.accept))
		text, err := io.ReadAll(answer.Body)
		if err != nil || strings.TrimSpace(string(text)) != c.want {
			t.Errorf("%q, %q: %s (%v)", c.chosen, c.accept, text, err)
		}
	}
}
