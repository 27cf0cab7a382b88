package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/server"
	"github.com/serin-canary/serin/providers"
)

// defaultListen is on loopback: opening it to a network is the operator's decision.
const defaultListen = "127.0.0.1:7374"

// shutdownGrace is how long running calls may take to finish when the server stops.
const shutdownGrace = 20 * time.Second

func (a *app) serveCommand() *cobra.Command {
	var listen string
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve the gRPC API",
		Long: `serve answers the gRPC API, with health checks and reflection. Without a configuration its one provider is
"recorded", which answers from the recordings that are built into serin.`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.serve(command.Context(), listen)
		},
	}
	command.Flags().StringVar(&listen, "listen", defaultListen, "address for gRPC")
	return command
}

func (a *app) serve(ctx context.Context, listen string) error {
	e, err := newEngine()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen: %w; choose another address with --listen", err)
	}
	log := slog.New(slog.NewTextHandler(a.stderr, nil))
	s := server.New(server.Config{Engine: e, Log: log, Now: a.now, MaxMessage: server.DefaultMaxMessage})
	fmt.Fprintf(a.stdout, "serin %s serves gRPC on %s\n", engine.Version, listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		log.Info("stopping; running calls may finish", "grace", shutdownGrace)
		s.Shutdown(shutdownGrace)
		return nil
	}
}

// newEngine returns an engine with the providers there are.
func newEngine() (*engine.Engine, error) {
	recorded, err := fixtureProvider()
	if err != nil {
		return nil, err
	}
	return &engine.Engine{
		Providers: map[string]providers.Provider{"recorded": recorded},
		Limits:    engine.DefaultLimits(),
	}, nil
}
