package dispatch

import (
	"context"
	"log/slog"

	"bcimport/importer/fleet"
)

// warnings is a handler of what the SDK logs: only what may be wrong is of interest.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }

// nobody watches a worker.
type nobody struct{}

func (nobody) Began(Run, int)                           {}
func (nobody) Finished(Run, fleet.Result, fleet.Reason) {}
func (nobody) Beat()                                    {}
