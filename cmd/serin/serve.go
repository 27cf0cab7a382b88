package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/server"
)

// shutdownGrace is how long running calls may take to finish when the server stops.
const shutdownGrace = 20 * time.Second

// serveFlags are the options of serin serve.
type serveFlags struct {
	config, listen string
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve the gRPC API",
		Long: `serve answers the gRPC API, with health checks and reflection. Without a configuration its one provider is
"recorded", which answers from the recordings that are built into serin.`,
		Example: `  serin serve --config serin.yaml`,
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.serve(command.Context(), f)
		},
	}
	flags := command.Flags()
	flags.StringVar(&f.config, "config", "", configHelp)
	flags.StringVar(&f.listen, "listen", "", "address for gRPC, whatever the configuration says (default "+defaultListen+")")
	return command
}

func (a *app) serve(ctx context.Context, f serveFlags) error {
	s, err := loadSetup(f.config)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cmp.Or(f.listen, s.GRPC))
	if err != nil {
		return fmt.Errorf("cannot listen: %w; choose another address with --listen", err)
	}
	log := slog.New(slog.NewTextHandler(a.stderr, nil))
	for _, p := range s.Providers {
		log.Info("configured", "provider", p)
	}
	service := server.New(server.Config{Engine: s.engine(), Log: log, Now: a.now, MaxMessage: s.MaxMessage})
	fmt.Fprintf(a.stdout, "serin %s serves gRPC on %s\n", engine.Version, listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- service.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		log.Info("stopping; running calls may finish", "grace", shutdownGrace)
		service.Shutdown(shutdownGrace)
		return nil
	}
}
