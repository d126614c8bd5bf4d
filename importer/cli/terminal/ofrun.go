package terminal

import (
	"context"
	"log/slog"
	"sync/atomic"
)

// ofRun adds the run that is under way to every record.
type ofRun struct {
	slog.Handler
	run *atomic.Pointer[string]
}

func (h ofRun) Handle(ctx context.Context, r slog.Record) error {
	if run := h.run.Load(); run != nil {
		r = r.Clone()
		r.AddAttrs(slog.String("run", *run))
	}
	return h.Handler.Handle(ctx, r)
}

func (h ofRun) WithAttrs(attrs []slog.Attr) slog.Handler {
	return ofRun{h.Handler.WithAttrs(attrs), h.run}
}

func (h ofRun) WithGroup(name string) slog.Handler { return ofRun{h.Handler.WithGroup(name), h.run} }
