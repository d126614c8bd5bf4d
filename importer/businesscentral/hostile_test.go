package businesscentral

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
)

// endless answers with a body that has no end.
func endless(w http.ResponseWriter, r *http.Request) {
	part := []byte(strings.Repeat(`{"value":[`, 1<<12))
	w.Header().Set("Content-Type", "application/json")
	for r.Context().Err() == nil {
		if _, err := w.Write(part); err != nil {
			return
		}
	}
}

// silent takes a request and never answers.
func silent(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // until then net/http does not notice that the client goes
	<-r.Context().Done()
}

func TestHostile_AnEndlessAnswerIsCutAndTheWriteIsInDoubt(t *testing.T) {
	t.Parallel()
	c := connected(t, endless)
	if a := writeOne(t, c); a.End != importer.Lost {
		t.Errorf("answer %+v", a)
	}
}

func TestHostile_AnAnswerThatNeverComesEndsWithItsTime(t *testing.T) {
	t.Parallel()
	c := connected(t, silent, func(c *Config) { c.RequestTimeout = 50 * time.Millisecond })
	if a := writeOne(t, c); a.End != importer.Lost {
		t.Errorf("answer %+v", a)
	}
}

func TestHostile_ASignInThatIsEndlessOrNeverAnswersIsNoToken(t *testing.T) {
	t.Parallel()
	for name, sts := range map[string]http.HandlerFunc{"endless": endless, "silent": silent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := signedIn(t, sts, answering(200, nil, aContact))
			c.signIn.Timeout = 300 * time.Millisecond
			if a := writeOne(t, c); a.End != importer.NotDone || a.Attempts != 0 {
				t.Errorf("answer %+v", a)
			}
		})
	}
}

func TestHostile_ExaminationOfASilentServiceEnds(t *testing.T) {
	t.Parallel()
	found, well := examined(t, silent, func(c *Config) { c.RequestTimeout = 50 * time.Millisecond })
	if f := found["network"]; well || !f.Bad || !strings.Contains(f.Words, "does not answer") {
		t.Errorf("%+v", found)
	}
}
