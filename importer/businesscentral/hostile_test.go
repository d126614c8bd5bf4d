package businesscentral

import (
	"io"
	"net/http"
	"net/http/httptest"
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
	if a := writeOne(t, c); a.Disposition != importer.Lost {
		t.Errorf("answer %+v", a)
	}
}

func TestHostile_AnAnswerThatNeverComesEndsWithItsTime(t *testing.T) {
	t.Parallel()
	c := connected(t, silent, func(c *Config) { c.RequestTimeout = 50 * time.Millisecond })
	if a := writeOne(t, c); a.Disposition != importer.Lost {
		t.Errorf("answer %+v", a)
	}
}

// upgrading changes the protocol unasked, and then says nothing.
func upgrading(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
	_, _ = io.Copy(io.Discard, conn) // until the client goes
	conn.Close()
}

func TestHostile_AServerThatChangesTheProtocolHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	if a := writeOne(t, connected(t, upgrading)); a.Disposition != importer.Lost {
		t.Errorf("answer %+v", a)
	}
	if a := writeOne(t, signedIn(t, upgrading, answering(200, nil, aContact))); a.Disposition != importer.NotDone {
		t.Errorf("signed in: answer %+v", a)
	}
}

func TestHostile_ASignInThatIsEndlessOrNeverAnswersIsNoToken(t *testing.T) {
	t.Parallel()
	for name, sts := range map[string]http.HandlerFunc{"endless": endless, "silent": silent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := signedIn(t, sts, answering(200, nil, aContact))
			c.signIn.Timeout = 300 * time.Millisecond
			if a := writeOne(t, c); a.Disposition != importer.NotDone || a.Attempts != 0 {
				t.Errorf("answer %+v", a)
			}
		})
	}
}

func TestHostile_ADeviceCodeThatIsNoneIsAnError(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"null", " null\n", "{}", "[]", `{"device_code":"d","user_code":"u","verification_uri":"https://x","interval":-1,"expires_in":900}`,
		`{"device_code":"d","user_code":"u","verification_uri":"https://x","interval":9000000000,"expires_in":900}`,
	} {
		server := httptest.NewServer(answering(200, map[string]string{"Content-Type": "application/json"}, body))
		_, _, err := SignIn(t.Context(), Config{Root: server.URL, Credentials: Credentials{
			Auth: DeviceCode, ClientID: "c", TokenURL: server.URL + "/t/oauth2/v2.0/token",
		}}, func(string, string) { t.Errorf("%s: a code is shown", body) })
		if err == nil {
			t.Errorf("%s is taken", body)
		}
		server.Close()
	}
}

func TestHostile_ExaminationOfASilentServiceEnds(t *testing.T) {
	t.Parallel()
	found, well := examined(t, silent, func(c *Config) { c.RequestTimeout = 50 * time.Millisecond })
	if f := found["network"]; well || !f.Bad || !strings.Contains(f.Words, "does not answer") {
		t.Errorf("%+v", found)
	}
}
