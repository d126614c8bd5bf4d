package instance_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"bcimport/importer/web/instance"
)

func configOf(t *testing.T) instance.Config {
	return instance.Config{Dir: filepath.Join(t.TempDir(), "imports"), State: t.TempDir(), Log: slog.New(slog.DiscardHandler)}
}

// begin begins an instance that must be the first.
func begin(t *testing.T, c instance.Config) *instance.Instance {
	t.Helper()
	first, running, err := instance.Begin(t.Context(), c)
	if err != nil || first == nil {
		t.Fatalf("begin: %v, %v, %v", first, running, err)
	}
	return first
}

// served is an instance that serves a page.
type served struct {
	*instance.Instance
	quit  func()
	ended chan error
}

func serve(t *testing.T, c instance.Config, page http.Handler, end func()) *served {
	t.Helper()
	ctx, quit := context.WithCancel(t.Context())
	s := &served{begin(t, c), quit, make(chan error, 1)}
	go func() {
		err := s.Serve(ctx, page, end)
		s.ended <- errors.Join(err, s.Close())
	}()
	return s
}

// stop ends the instance as Quit does.
func (s *served) stop(t *testing.T) {
	t.Helper()
	s.quit()
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

// open opens an address as a browser would, and returns the status of the page and its client.
func open(t *testing.T, address string) (*http.Client, *http.Response) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return client, answer
}

func portOf(s *httptest.Server) int { return s.Listener.Addr().(*net.TCPAddr).Port }

// note is what an instance leaves for others.
func note(t *testing.T, c instance.Config) (path string, content map[string]string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(c.State, "pages", "*.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("notes %v, %v", found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	return found[0], content
}

func nothing() {}

func TestBegin_FindsTheFirst(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	first := serve(t, c, http.NotFoundHandler(), nothing)
	defer first.stop(t)
	again, running, err := instance.Begin(t.Context(), c)
	if err != nil || again != nil {
		t.Fatalf("%v, %v", again, err)
	}
	opened := make(chan struct{})
	go func() { running.Opened(t.Context()); close(opened) }()
	if _, answer := open(t, running.Start()); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("the address of the second: %s", answer.Status)
	}
	<-opened
	if _, answer := open(t, running.Start()); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("the same address again: %s", answer.Status)
	}
}

func TestBegin_HasOneFirstOfMany(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	ctx, quit := context.WithCancel(t.Context())
	var first atomic.Int32
	var begun, serving sync.WaitGroup
	for range 8 {
		begun.Go(func() {
			mine, running, err := instance.Begin(t.Context(), c)
			switch {
			case err != nil:
				t.Error(err)
			case mine != nil:
				first.Add(1)
				serving.Go(func() {
					if err := errors.Join(mine.Serve(ctx, http.NotFoundHandler(), nothing), mine.Close()); err != nil {
						t.Error(err)
					}
				})
			default:
				if _, answer := open(t, running.Start()); answer.StatusCode != http.StatusSeeOther {
					t.Errorf("%s", answer.Status)
				}
			}
		})
	}
	begun.Wait()
	quit()
	serving.Wait()
	if n := first.Load(); n != 1 {
		t.Errorf("%d were the first", n)
	}
}

// A program that was killed leaves its note, and its port may be another user's by now.
func TestBegin_TakesOverWhatAKilledOneLeft(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	serve(t, c, http.NotFoundHandler(), nothing).stop(t)
	asked := false
	hostile := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer hostile.Close()
	first := begin(t, c)
	path, content := note(t, c)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	content["host"] = hostile.Listener.Addr().String()
	text, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	next := begin(t, c)
	if _, now := note(t, c); now["secret"] == content["secret"] || now["host"] == content["host"] {
		t.Errorf("the note is still that of the killed one: %v", now["host"])
	}
	if err := next.Close(); err != nil {
		t.Fatal(err)
	}
	if asked {
		t.Error("the port of the killed one was asked")
	}
}

// Between the end of a listener and that of its program another user can have the port.
func TestBegin_TrustsNobodyAtThePortOfTheFirst(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	var heard strings.Builder
	hostile := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Write(&heard)
		io.WriteString(w, `{"key":"HOSTILE","proof":"GUESS"}`)
	}))
	defer hostile.Close()
	first := begin(t, c)
	path, content := note(t, c)
	secret := content["secret"]
	content["host"] = hostile.Listener.Addr().String()
	text, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	if again, running, err := instance.Begin(ctx, c); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("%v, %v, %v", again, running, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if heard.Len() == 0 || strings.Contains(heard.String(), secret) {
		t.Errorf("the hostile program was sent %q", heard.String())
	}
}

func TestBegin_RefusesWhatItCantReach(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no note":           "",
		"damaged":           "{",
		"another host":      `{"host":"evil.example:80","secret":"x"}`,
		"all addresses":     `{"host":"0.0.0.0:80","secret":"x"}`,
		"no secret":         `{"host":"127.0.0.1:80","secret":""}`,
		"another machine's": `{"host":"127.0.0.1:1","secret":"x"}`,
		"nothing that long": strings.Repeat(" ", 1<<20) + `{"host":"127.0.0.1:80","secret":"x"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := configOf(t)
			first := begin(t, c)
			path, _ := note(t, c)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if text == "" {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer stop()
			if again, running, err := instance.Begin(ctx, c); err == nil {
				t.Errorf("%v, %v", again, running)
			}
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestBegin_LeavesItsNoteToItsUserAlone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // the user's own folder has its access list
	}
	c := configOf(t)
	first := begin(t, c)
	path, _ := note(t, c)
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, c.Dir: 0o700, filepath.Join(c.Dir, ".page.lock"): 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has the mode %v, want %v", name, info.Mode().Perm(), want)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after its end there is a note: %v", err)
	}
}

func TestBegin_SaysThatThePortIsTaken(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	c := configOf(t)
	c.Port = portOf(other)
	if _, _, err := instance.Begin(t.Context(), c); err == nil {
		t.Fatal("it listens at a port that is taken")
	}
	c.Port = 0
	if err := begin(t, c).Close(); err != nil { // the lock was given back
		t.Error(err)
	}
}

func TestControl_RefusesBrowsersAndStrangers(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	first := serve(t, c, http.NotFoundHandler(), nothing)
	defer first.stop(t)
	_, content := note(t, c)
	address := "http://" + content["host"] + "/instance"
	for name, edit := range map[string]func(*http.Request){
		"nothing":     func(*http.Request) {},
		"guess":       func(r *http.Request) { r.Header.Set("X-Once", "A"); r.Header.Set("X-Proof", "B") },
		"the secret":  func(r *http.Request) { r.Header.Set("X-Once", "A"); r.Header.Set("X-Proof", content["secret"]) },
		"a web page":  func(r *http.Request) { r.Header.Set("Origin", "http://"+content["host"]) },
		"other host":  func(r *http.Request) { r.Host = "evil.example" },
		"other start": func(r *http.Request) { r.URL.RawQuery = "opened=" + first.Key() },
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		edit(r)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", name, answer.Status)
		}
	}
}

// What is under way is finished while the page still shows it; what would never end is ended.
func TestServe_EndsInOrder(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	ending, finish := make(chan struct{}), make(chan struct{})
	streaming := make(chan struct{})
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events" {
			w.(http.Flusher).Flush()
			close(streaming)
			<-r.Context().Done()
		}
	})
	first := serve(t, c, page, func() { close(ending); <-finish })
	client, answer := open(t, first.Start(first.Key()))
	get := func(path string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+answer.Request.URL.Host+answer.Header.Get("Location")+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(answer.Cookies()[0])
		got, err := client.Do(r)
		if err != nil {
			return 0
		}
		defer got.Body.Close()
		io.Copy(io.Discard, got.Body)
		return got.StatusCode
	}
	stream := make(chan int, 1)
	go func() { stream <- get("events") }()
	<-streaming
	first.quit()
	<-ending
	if got := get(""); got != http.StatusOK {
		t.Errorf("while work is under way the page answers %d", got)
	}
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	if again, running, err := instance.Begin(ctx, c); err == nil {
		t.Errorf("a second one, meanwhile: %v, %v", again, running)
	}
	stop()
	close(finish)
	if err := <-first.ended; err != nil {
		t.Error(err)
	}
	<-stream
	if get("") != 0 {
		t.Error("it answers after its end")
	}
	if err := begin(t, c).Close(); err != nil {
		t.Error(err)
	}
}

// A second start that falls into the end of the first one becomes the first.
func TestBegin_WaitsForTheEndOfTheFirst(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	ending, finish := make(chan struct{}), make(chan struct{})
	first := serve(t, c, http.NotFoundHandler(), func() { close(ending); <-finish })
	first.quit()
	<-ending
	began := make(chan error, 1)
	go func() {
		next, _, err := instance.Begin(t.Context(), c)
		if err == nil && next == nil {
			err = errors.New("it found a page that has ended")
		}
		if next != nil {
			err = errors.Join(err, next.Close())
		}
		began <- err
	}()
	close(finish)
	if err := errors.Join(<-first.ended, <-began); err != nil {
		t.Error(err)
	}
}

func TestServe_SurvivesAMistake(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	var log strings.Builder
	c.Log = slog.New(slog.NewTextHandler(&log, nil))
	first := serve(t, c, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("the phone of a person") }), nothing)
	client, answer := open(t, first.Start(first.Key()))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+answer.Request.URL.Host+answer.Header.Get("Location"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(answer.Cookies()[0])
	got, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	first.stop(t)
	if got.StatusCode != http.StatusInternalServerError || strings.Contains(log.String(), "person") || !strings.Contains(log.String(), "internal error") {
		t.Errorf("%s, log %q", got.Status, log.String())
	}
}

// A lock of another user's program, which has no note here.
func TestBegin_NamesTheFolderOfAnotherUser(t *testing.T) {
	t.Parallel()
	c := configOf(t)
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	lock := flock.New(filepath.Join(c.Dir, ".page.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	if _, _, err := instance.Begin(ctx, c); err == nil || !strings.Contains(err.Error(), c.Dir) {
		t.Errorf("%v", err)
	}
}
