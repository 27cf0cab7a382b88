package config

import (
	"github.com/serin-canary/serin/internal/engine"
)

// Config is what a server is set to do. It is complete: what a file leaves out has its default.
type Config struct {
	GRPC       string        // address to listen on, as host:port
	Providers  []Provider    // in the order of their names
	Limits     engine.Limits // of one analysis
	MaxMessage int           // bytes of a request
	Store      Store         // of runs
}
