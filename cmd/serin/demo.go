package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/report"
	"github.com/serin-canary/serin/internal/server"
)

func (a *app) demoCommand() *cobra.Command {
	var stay bool
	var listen string
	command := &cobra.Command{
		Use:   "demo",
		Short: "See verdicts on recorded rollouts, with nothing else installed",
		Long: `demo starts the service on loopback, plays the recorded rollouts that are built into serin through it over gRPC,
and prints the verdicts.`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.demo(command.Context(), listen, stay)
		},
	}
	command.Flags().BoolVar(&stay, "stay", false, "go on serving afterwards")
	command.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "address for gRPC; port 0 is any free one")
	return command
}

func (a *app) demo(ctx context.Context, listen string, stay bool) error {
	names, recordings, err := loadFixtures()
	if err != nil {
		return err
	}
	s, err := loadSetup("")
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen: %w; choose another address with --listen", err)
	}
	service := server.New(server.Config{
		Engine: s.engine(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: a.now, MaxMessage: s.MaxMessage,
	})
	defer service.Shutdown(time.Second)
	failed := make(chan error, 1)
	go func() { failed <- service.Serve(listener) }()

	fmt.Fprintf(a.stdout, "%d recorded rollouts, judged one by one over gRPC. Is the canary worse than the version in service?\n\n", len(names))
	if err := a.play(ctx, listener.Addr().String(), names, recordings); err != nil {
		return err
	}
	if !stay {
		return nil
	}
	fmt.Fprintf(a.stdout, "\nStill serving gRPC on %s; stop with Ctrl-C.\n", listener.Addr())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return nil
	}
}

// play sends every recording to the server and prints what it says.
func (a *app) play(ctx context.Context, address string, names []string, recordings []*recording.Recording) error {
	connection, err := dial(address)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }() // all calls are over
	client := serinv1.NewAnalysisServiceClient(connection)
	look := style(a.stdout)
	counts := map[serinv1.Verdict]int{}
	asExpected := 0
	for i, r := range recordings {
		response, err := client.Analyze(ctx, r.Request())
		if err != nil {
			return fmt.Errorf("%s: %w", names[i], err)
		}
		counts[response.Result.Verdict]++
		if unexpected(r.Expect, response.Result) == "" {
			asExpected++
		}
		if err := report.Brief(a.stdout, names[i], response.Result, look); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.stdout, "\n%d promoted, %d paused, %d aborted; %d of %d as the person who told the story expects.\n",
		counts[serinv1.Verdict_VERDICT_PROMOTE], counts[serinv1.Verdict_VERDICT_PAUSE], counts[serinv1.Verdict_VERDICT_ABORT],
		asExpected, len(recordings))
	fmt.Fprintf(a.stdout, "Each is a folder below fixtures/, with a README. One of them in full: go run ./cmd/serin replay fixtures/only_eu_west_bad\n")
	if asExpected < len(recordings) {
		return fmt.Errorf("serin %s does not conclude what its own recordings expect", version)
	}
	return nil
}
