package cli_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bcimport/importer/cli"
	"bcimport/importer/web/imports"
)

// served is a page that a program serves, as one browser sees it.
type served struct {
	*testing.T
	cmd    *exec.Cmd
	client http.Client
	origin string
	base   string
	token  string
}

// servePage starts the program and trades the address for a session.
func servePage(t *testing.T, program, dir string) *served {
	t.Helper()
	s := &served{T: t, cmd: exec.Command(program, "ui", "--no-open", "--sandbox", "--dir", dir)}
	// One contact a request, so that there is time to kill it.
	s.cmd.Env = append(os.Environ(), "BCIMPORT_BATCH=1", "BCIMPORT_CONCURRENCY=1", "BCIMPORT_RATE=0")
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	address, told := strings.CutPrefix(strings.TrimSpace(line), "open: ")
	if err != nil || !told {
		t.Fatalf("the program says %q, %v", line, err)
	}
	s.client.Jar, _ = cookiejar.New(nil)
	s.origin, _, _ = strings.Cut(address, "/start")
	answer, err := s.client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(answer.Body)
	answer.Body.Close()
	s.base = strings.TrimSuffix(s.origin+answer.Request.URL.Path, "/")
	found := regexp.MustCompile(`name="token" value="([^"]+)"`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("the session begins with\n%s", text)
	}
	s.token = string(found[1])
	return s
}

// get returns the text of a screen, and post that of the one that a change leads to.
func (s *served) get(path string) string {
	s.Helper()
	answer, err := s.client.Get(s.base + path)
	return s.read(answer, err)
}

func (s *served) post(path string) string {
	s.Helper()
	ask, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.base+path, strings.NewReader(url.Values{"token": {s.token}}.Encode()))
	if err != nil {
		s.Fatal(err)
	}
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	ask.Header.Set("Origin", s.origin)
	answer, err := s.client.Do(ask)
	return s.read(answer, err)
}

func (s *served) read(answer *http.Response, err error) string {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		s.Fatalf("%s: %s, %v\n%s", answer.Request.URL, answer.Status, err, text)
	}
	return string(text)
}

// until looks at a screen until it has a text.
func (s *served) until(path, pattern string) {
	s.Helper()
	wanted := regexp.MustCompile(pattern)
	var text string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if text = s.get(path); wanted.MatchString(text) {
			return
		}
	}
	s.Fatalf("%s never has %s:\n%s", path, pattern, text)
}

func TestUI_TheRunOfAKilledProgramIsResumedFromTheList(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(folder, "state"))
	dir := filepath.Join(folder, "imports")
	store, err := imports.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("No,Title\n")
	for n := range 499 {
		fmt.Fprintf(&rows, "CONT%05d,Boss %d\n", n+1, n)
	}
	im, err := store.Create(t.Context(), "c.csv", strings.NewReader(rows.String()), 1<<20, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.SetMapping(im, []byte("version: 1\nkey: {column: No}\nfields: {professionalTitle: Title}\n")); err != nil {
		t.Fatal(err)
	}
	plan := filepath.Join(store.Folder(im), "plan")
	expect(t, cli.OK, "plan", store.Path(im), "-m", store.MappingPath(im), "--sandbox", "-o", plan)
	expect(t, cli.OK, "approve", plan)
	if _, err := store.Change(im.ID, func(im *imports.Import) { im.Plan, im.Target = "plan", "practice" }); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "bcimport")
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	page := "/imports/" + im.ID
	first := servePage(t, program, dir)
	first.post(page + "/run")
	first.until(page+"/run", `[1-9][0-9]* of [0-9]+ rows`)
	first.cmd.Process.Kill()
	first.cmd.Wait()

	second := servePage(t, program, dir)
	if list := second.get("/"); !strings.Contains(list, ">stopped<") || !strings.Contains(list, page+"/resume") {
		t.Fatalf("the list does not offer to resume:\n%s", list)
	}
	if report := second.get(page + "/report"); !strings.Contains(report, "Stopped after") {
		t.Errorf("the report of the killed run is\n%s", report)
	}
	second.post(page + "/resume")
	second.until(page+"/report", `All [0-9]+ rows succeeded`)
	second.post("/quit")
	if err := second.cmd.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}
