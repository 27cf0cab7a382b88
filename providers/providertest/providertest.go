// Package providertest holds the contract of [providers.Provider] as a test.
//
// A backend's own test loads the suite's data and runs it:
//
//	func TestContract(t *testing.T) {
//		providertest.Run(t, func(t *testing.T, data providertest.Data) providers.Provider {
//			server := startServer(t)
//			for _, metric := range data.Metrics {
//				server.load(metric)
//			}
//			return mybackend.New(server.address)
//		})
//	}
//
// Where the backend's language is not satisfied with the bare name of a metric, and for the parts of the contract that
// need the backend's help, there are options: [Asking], [Rejecting], [Unavailable], [Hanging], [Starting].
package providertest

import (
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
)

// Run tests that a provider keeps the contract. newProvider is called once; it returns a provider whose backend holds
// exactly the data. Parts of the contract that need an option that is not given are skipped.
func Run(t *testing.T, newProvider func(t *testing.T, data Data) providers.Provider, options ...Option) {
	t.Helper()
	s := newSuite(options...)
	s.provider = newProvider(t, s.data)
	for _, part := range contract() {
		t.Run(part.name, func(t *testing.T) {
			if part.needs != "" && !s.has(t, part.needs) {
				t.Skipf("needs the option %s", part.needs)
			}
			if err := part.check(s); err != nil {
				t.Error(err)
			}
		})
	}
}

// A suite is one provider under test, with what it should hold.
type suite struct {
	settings
	data     Data
	provider providers.Provider
	helped   map[string]providers.Provider // by the option that made it
}

func newSuite(options ...Option) *suite {
	s := &suite{
		settings: settings{
			start: time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC),
			ask:   func(metric string) string { return metric },
		},
		helped: map[string]providers.Provider{},
	}
	for _, option := range options {
		option(&s.settings)
	}
	s.data = testData(s.start)
	return s
}

// has says whether an option was given, and lets it make its provider.
func (s *suite) has(t *testing.T, option string) bool {
	switch option {
	case "Rejecting":
		return s.rejected != ""
	case "Unavailable":
		if s.unavailable != nil {
			s.helped[option] = s.unavailable(t)
		}
	case "Hanging":
		if s.hanging != nil {
			s.helped[option] = s.hanging(t)
		}
	}
	return s.helped[option] != nil
}
