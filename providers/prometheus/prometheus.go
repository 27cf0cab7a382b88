package prometheus

import (
	"errors"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"

	"github.com/serin-canary/serin/providers"
)

// A Provider reads from one server. It is safe for concurrent use.
type Provider struct {
	address   string // for errors
	api       v1.API
	maxPoints int
}

var _ providers.Provider = (*Provider)(nil)

// New returns a provider that reads from the server of a configuration. It does not ask the server anything yet. The
// error names everything that is wrong with the configuration, a line each, and repeats no secret.
func New(config Config) (*Provider, error) {
	config = config.withDefaults()
	address, mistakes := config.check()
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return &Provider{
		address:   address.String(),
		api:       v1.NewAPI(newClient(config, address)),
		maxPoints: config.MaxPoints,
	}, nil
}

// String names the server.
func (p *Provider) String() string { return "prometheus at " + p.address }
