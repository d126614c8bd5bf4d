package businesscentral

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
)

// hang answers nothing until the client goes away.
func hang(_ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body) // only then does the server notice
	<-r.Context().Done()
}

func TestStop_RequestUnderWayGetsTheGraceAndNothingFollows(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		grace  time.Duration
		answer bool
		want   importer.Disposition
	}{
		"answer within the grace": {time.Minute, true, importer.Confirmed},
		"no answer":               {20 * time.Millisecond, false, importer.Lost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			var rec recorder
			c := connected(t, rec.wrap(func(w http.ResponseWriter, r *http.Request) {
				cancel()
				if !tt.answer {
					<-r.Context().Done()
					return
				}
				io.WriteString(w, aContact)
			}), func(c *Config) { c.Grace = tt.grace })
			answers, err := c.Write(ctx, []importer.Intent{anIntent(), anIntent()})
			if err != nil || answers[0].Disposition != tt.want || answers[1].Disposition != importer.NotSent || rec.count() != 1 {
				t.Errorf("answers %+v, %v; %d requests", answers, err, rec.count())
			}
		})
	}
}

func TestStop_WhileTheTokenIsFetchedSendsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var rec recorder
	c := signedIn(t, func(w http.ResponseWriter, r *http.Request) { cancel(); hang(w, r) }, rec.wrap(answering(200, nil, aContact)))
	answers, err := c.Write(ctx, []importer.Intent{anIntent()})
	if err != nil || answers[0].Disposition != importer.NotSent || rec.count() != 0 {
		t.Errorf("answers %+v, %v; %d requests", answers, err, rec.count())
	}
}

// slowSignIn is a sign-in during which the server asked everybody to wait.
type slowSignIn struct {
	limits *limits.Pool
	asked  bool
}

func (s *slowSignIn) Refused(string) bool { return false }
func (s *slowSignIn) Credential(ctx context.Context) (string, error) {
	if s.asked {
		return "", nil
	}
	s.asked = true
	other, err := s.limits.Acquire(ctx, 1)
	s.limits.Release(other, limits.Result{Sent: true, Transient: true, Wait: 100 * time.Millisecond}, time.Now())
	return "", err
}

func TestPause_ThatBeganDuringSignInHoldsTheRequest(t *testing.T) {
	t.Parallel()
	c := connected(t, answering(200, nil, aContact))
	c.users.all[0].auth = &slowSignIn{limits: c.users.limits}
	start := time.Now()
	if readOne(t, c); time.Since(start) < 100*time.Millisecond {
		t.Errorf("sent after %v, in the middle of the pause", time.Since(start))
	}
}

func TestRetryAfter_HoldsTheNextRequest(t *testing.T) {
	t.Parallel()
	var first time.Time
	var gap time.Duration
	c := connected(t, func(w http.ResponseWriter, _ *http.Request) {
		if first.IsZero() {
			first = time.Now()
			w.Header().Set("Retry-After", "0.2")
			w.WriteHeader(503)
			return
		}
		gap = time.Since(first)
		io.WriteString(w, aContact)
	}, func(c *Config) { c.Patience = time.Minute })
	readOne(t, c)
	if readOne(t, c); gap < 200*time.Millisecond {
		t.Errorf("came back after %v, asked for 200ms", gap)
	}
}

// The signal may come at any moment of a request's life.
func TestStop_WhileARequestIsMade(t *testing.T) {
	t.Parallel()
	c := connected(t, answering(200, nil, aContact))
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		if answers, err := c.Write(ctx, []importer.Intent{anIntent()}); err != nil || answers[0].Disposition == importer.Lost {
			t.Errorf("answers %+v, %v", answers, err)
		}
	}
}
