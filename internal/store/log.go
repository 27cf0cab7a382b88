package store

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// quiet is a log for River, of which only the warnings are news to an operator, not that it was interrupted when it was told to
// stop, and the same thing once in a while.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(warnings{log.Handler(), &said{at: map[string]time.Time{}}})
}

// warnings is a handler that keeps what is less than a warning to itself, and what it has said a short time ago.
type warnings struct {
	slog.Handler
	said *said
}

// said is when messages were passed on.
type said struct {
	mu sync.Mutex
	at map[string]time.Time // River has some dozens of messages
}

// lately reports whether a message was passed on less than [warnInterval] ago, and notes that it is now if not.
func (s *said) lately(message string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.at[message]) < warnInterval {
		return true
	}
	s.at[message] = now
	return false
}

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
	if interrupted || w.said.lately(r.Message, r.Time) {
		return nil
	}
	return w.Handler.Handle(ctx, r)
}

// WithAttrs keeps the warnings apart in what is derived.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs), w.said}
}

// WithGroup keeps the warnings apart in what is derived.
func (w warnings) WithGroup(name string) slog.Handler {
	return warnings{w.Handler.WithGroup(name), w.said}
}
