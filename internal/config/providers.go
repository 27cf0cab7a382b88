package config

import (
	"maps"
	"slices"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// providers: each has a name that a spec can use, and is of one kind.
func (c *checker) providers(all map[string]*configv1.Provider, config *Config) {
	if len(all) == 0 {
		return
	}
	config.Providers = nil
	for _, name := range slices.Sorted(maps.Keys(all)) {
		path := ProviderPath(name)
		if !isName(name) {
			c.add(path, "the name of a provider has letters, digits and _ . - only, at most %d of them; specs use it", maxName)
		}
		config.Providers = append(config.Providers, Provider{Name: name, Kind: c.kind(path, all[name])})
	}
}

func (c *checker) kind(path string, p *configv1.Provider) Kind {
	switch kind := p.GetKind().(type) {
	case *configv1.Provider_Prometheus:
		return c.prometheus(join(path, "prometheus"), kind.Prometheus)
	case *configv1.Provider_Recorded:
		return c.recorded(join(path, "recorded"), kind.Recorded)
	default:
		c.add(path, "required: what the provider is; write prometheus: {address: …} or recorded: {builtin: true}")
		return nil
	}
}
