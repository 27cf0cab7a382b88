package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/serin-canary/serin/internal/server"
	"github.com/serin-canary/serin/internal/store"
)

// shutdownGrace is how long running calls and looks may take to finish when the server stops.
const shutdownGrace = 20 * time.Second

// serveFlags are the options of serin serve.
type serveFlags struct {
	config, listen string
	keepTables     bool
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve the gRPC API",
		Long: `serve answers the gRPC API, with health checks and reflection. Without a configuration its one provider is
"recorded", which answers from the recordings that are built into serin, and runs are kept in serin.db in the working directory.`,
		Example: `  serin serve --config serin.yaml`,
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.serve(command.Context(), f)
		},
	}
	flags := command.Flags()
	flags.StringVar(&f.config, "config", "", configHelp)
	flags.StringVar(&f.listen, "listen", "", "address for gRPC, whatever the configuration says (default "+defaultListen+")")
	flags.BoolVar(&f.keepTables, "no-migrate", false, "leave the tables of the store as they are: serin migrate has made them")
	return command
}

func (a *app) serve(ctx context.Context, f serveFlags) (err error) {
	s, err := loadSetup(f.config)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cmp.Or(f.listen, s.GRPC))
	if err != nil {
		return fmt.Errorf("cannot listen: %w; choose another address with --listen", err)
	}
	defer func() { _ = listener.Close() }() // the server closes it first, if it comes to that
	log := slog.New(slog.NewTextHandler(a.stderr, nil))
	for _, p := range s.Providers {
		log.Info("configured", "provider", p)
	}
	log.Info("configured", "store", s.Store)
	kept, err := openStore(ctx, s.Store, store.Options{Log: log, KeepSchema: f.keepTables})
	if err != nil {
		return fmt.Errorf("cannot open the store: %w", err)
	}
	e := s.engine()
	service := server.New(server.Config{Engine: e, Store: kept, Log: log, Now: a.now, MaxMessage: s.MaxMessage})
	stopLooks := func(time.Duration) error { return nil }
	if kept != nil {
		if stopLooks, err = startLooks(ctx, kept, s.Store, e, log, a.now); err != nil {
			return errors.Join(err, kept.Close())
		}
	}
	fmt.Fprintf(a.stdout, "serin %s serves gRPC on %s\n", version, listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- service.Serve(listener) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		log.Info("stopping; running calls and looks may finish", "grace", shutdownGrace)
	}
	looksStopped := make(chan error, 1)
	go func() { looksStopped <- stopLooks(shutdownGrace) }() // in the same time as the calls, and not after it
	service.Shutdown(shutdownGrace)
	return errors.Join(err, <-looksStopped, closeStore(kept))
}

func closeStore(kept *store.Store) error {
	if kept == nil {
		return nil
	}
	return kept.Close()
}
