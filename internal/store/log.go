package store

import (
	"context"
	"log/slog"
	"strings"
)

// quiet is a log for River, of which only the warnings are news to an operator, and not that it was interrupted when it was told to
// stop.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

// warnings is a handler that keeps what is less than a warning to itself.
type warnings struct{ slog.Handler }

// Enabled reports whether a level is a warning or worse.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// Handle passes on what is no interruption.
func (w warnings) Handle(ctx context.Context, r slog.Record) error {
	interrupted := false
	r.Attrs(func(a slog.Attr) bool {
		interrupted = interrupted || strings.Contains(a.Value.String(), context.Canceled.Error())
		return !interrupted
	})
	if interrupted {
		return nil
	}
	return w.Handler.Handle(ctx, r)
}

// WithAttrs keeps the warnings apart in what is derived.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the warnings apart in what is derived.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
