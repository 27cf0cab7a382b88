package providertest

import (
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
)

// An Option tells the suite what it cannot know of a backend.
type Option func(*settings)

type settings struct {
	start         time.Time
	ask           func(metric string) string
	rejected      string
	rejectedWords string
	unavailable   func(t *testing.T) providers.Provider
	hanging       func(t *testing.T) providers.Provider
}

// Asking says how the backend's language asks for all series of a metric. Default: with the metric's name alone, which
// is a query in PromQL.
func Asking(query func(metric string) string) Option {
	return func(s *settings) { s.ask = query }
}

// Rejecting names a query that the backend rejects, and words of its own that the error must hand on.
func Rejecting(expr, words string) Option {
	return func(s *settings) { s.rejected, s.rejectedWords = expr, words }
}

// Unavailable makes a provider whose backend is down, or answers in part.
func Unavailable(newProvider func(t *testing.T) providers.Provider) Option {
	return func(s *settings) { s.unavailable = newProvider }
}

// Hanging makes a provider whose backend takes a query and never answers.
func Hanging(newProvider func(t *testing.T) providers.Provider) Option {
	return func(s *settings) { s.hanging = newProvider }
}

// Starting sets the start of the suite's data, for backends that keep or take only recent samples. The data end half
// an hour later. Default: a Monday in January 2026.
func Starting(start time.Time) Option {
	return func(s *settings) { s.start = start }
}
