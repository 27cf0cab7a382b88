package main

import (
	"fmt"
	"strings"

	"github.com/serin-canary/serin/internal/config"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/prometheus"
)

// openProviders makes the providers of a configuration ready to be asked. Nothing is asked yet.
func openProviders(all []config.Provider) (map[string]providers.Provider, spec.Mistakes) {
	opened := map[string]providers.Provider{}
	var mistakes spec.Mistakes
	for _, p := range all {
		provider, found := openProvider(p)
		opened[p.Name] = provider
		mistakes = append(mistakes, found...)
	}
	return opened, mistakes
}

// openProvider knows the kinds of providers there are.
func openProvider(p config.Provider) (providers.Provider, spec.Mistakes) {
	path := config.ProviderPath(p.Name)
	switch kind := p.Kind.(type) {
	case config.Prometheus:
		provider, err := prometheus.New(prometheusConfig(kind))
		return provider, mistakesOf(path+".prometheus", err)
	case config.Recorded:
		return openRecorded(path+".recorded", kind)
	default:
		return nil, mistakesOf(path, fmt.Errorf("this serin cannot make a provider of %T", kind))
	}
}

// prometheusConfig says the same in the words of the provider.
func prometheusConfig(p config.Prometheus) prometheus.Config {
	headers := map[string]prometheus.Secret{}
	for name, value := range p.Headers {
		headers[name] = prometheus.Secret(value)
	}
	for name, value := range p.SecretHeaders {
		headers[name] = prometheus.Secret(value.Reveal())
	}
	return prometheus.Config{
		Address:          p.Address,
		User:             p.Username,
		Password:         prometheus.Secret(p.Password.Reveal()),
		BearerToken:      prometheus.Secret(p.BearerToken.Reveal()),
		TLS:              p.TLS,
		Headers:          headers,
		MaxPoints:        p.MaxPoints,
		MaxResponseBytes: int64(p.MaxResponse),
	}
}

// openRecorded reads the recordings that a provider answers from.
func openRecorded(path string, r config.Recorded) (providers.Provider, spec.Mistakes) {
	var all []*recording.Recording
	var mistakes spec.Mistakes
	if r.Builtin {
		_, builtin, err := loadFixtures()
		all, mistakes = append(all, builtin...), append(mistakes, mistakesOf(path+".builtin", err)...)
	}
	for i, name := range r.Paths {
		recordings, err := openRecordings(name)
		all = append(all, recordings...)
		mistakes = append(mistakes, mistakesOf(fmt.Sprintf("%s.paths[%d]", path, i), err)...)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	provider, err := recording.Provider(all...)
	return provider, mistakesOf(path, err)
}

// mistakesOf returns what is wrong with a field: one mistake per line of the error.
func mistakesOf(path string, err error) spec.Mistakes {
	if err == nil {
		return nil
	}
	var mistakes spec.Mistakes
	for line := range strings.Lines(err.Error()) {
		mistakes = append(mistakes, spec.Mistake{Field: path, Problem: strings.TrimSpace(line)})
	}
	return mistakes
}
