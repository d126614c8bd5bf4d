package progress

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"bcimport/importer/web/jobs"
)

const (
	// heartbeat is how often a connection without news is used, so that a lost one is noticed.
	heartbeat = 15 * time.Second
	// breath is the least time between two messages: a person reads no faster.
	breath = 200 * time.Millisecond
	// sending is how long a message may take to be sent.
	sending = 30 * time.Second
)

// Watch sends how a job goes on as server-sent events until it ends or the browser leaves. of
// tells how far it is. Each message holds all that is to be shown, and the number of the last
// event in it, from which a browser that lost its connection goes on.
func Watch(w http.ResponseWriter, r *http.Request, j *jobs.Job, of func(*jobs.Job) Progress) error {
	seen := after(r)
	// After the end of the program that worked there is no job, and nothing to wait for.
	if j == nil || j.Ended() && len(j.Now(seen)) == 0 && seen > 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := stream{w, http.NewResponseController(w)}
	for r.Context().Err() == nil {
		news := await(r.Context(), j, seen)
		switch {
		case j.Ended():
			return out.send("end", of(j))
		case !news:
			if err := out.beat(); err != nil {
				return nil
			}
		default:
			p := of(j)
			if err := out.send("progress", p); err != nil {
				return nil
			}
			seen = p.Number
			breathe(r.Context(), j)
		}
	}
	return nil
}

// after is the number of the last event that the browser has.
func after(r *http.Request) int {
	for _, text := range []string{r.Header.Get("Last-Event-ID"), r.FormValue("after")} {
		if n, err := strconv.Atoi(text); err == nil && n >= 0 {
			return n
		}
	}
	return 0
}

// await waits for news, at most until the next heartbeat.
func await(ctx context.Context, j *jobs.Job, seen int) bool {
	ctx, cancel := context.WithTimeout(ctx, heartbeat)
	defer cancel()
	return len(j.Since(ctx, seen)) > 0
}

func breathe(ctx context.Context, j *jobs.Job) {
	select {
	case <-time.After(breath):
	case <-j.Done():
	case <-ctx.Done():
	}
}

// stream is an answer of server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (s stream) send(kind string, p Progress) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.write(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", p.Number, kind, data))
}

func (s stream) beat() error { return s.write(": \n\n") }

func (s stream) write(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(sending)) // where the connection can
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
