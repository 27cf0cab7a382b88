package main

import (
	"time"

	"github.com/serin-canary/serin/internal/config"
	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/server"
	"github.com/serin-canary/serin/providers"
)

// defaultListen is on loopback: opening it to a network is the operator's decision.
const defaultListen = "127.0.0.1:7374"

// defaultStore is a file beside the configuration; without one, in the working directory.
const defaultStore = "serin.db"

// A setup is what live metrics are judged with: a configuration, and the providers that it names.
type setup struct {
	config.Config
	providers map[string]providers.Provider
}

// defaultConfig is what holds without a configuration file, and for what a file leaves out.
func defaultConfig() config.Config {
	return config.Config{
		GRPC:       defaultListen,
		Providers:  []config.Provider{{Name: "recorded", Kind: config.Recorded{Builtin: true}}},
		Limits:     engine.DefaultLimits(),
		MaxMessage: server.DefaultMaxMessage,
		Store: config.Store{
			Backend:         config.SQLite{Path: defaultStore},
			Retention:       config.Retention{Age: 30 * 24 * time.Hour, Count: 100_000},
			ParallelQueries: 64,
		},
	}
}

// loadSetup reads a configuration file, "" for none, and opens the providers. Every mistake is in the error, with file
// and line.
func loadSetup(name string) (setup, error) {
	file := &config.File{Config: defaultConfig()}
	if name != "" {
		var err error
		if file, err = config.Load(name, defaultConfig()); err != nil {
			return setup{}, err
		}
	}
	opened, mistakes := openProviders(file.Providers)
	if err := file.Locate(mistakes); err != nil {
		return setup{}, err
	}
	return setup{Config: file.Config, providers: opened}, nil
}

// engine returns an engine that asks the providers.
func (s setup) engine() *engine.Engine {
	return &engine.Engine{Providers: s.providers, Limits: s.Limits}
}
