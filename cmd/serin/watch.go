package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

func (a *app) watchCommand() *cobra.Command {
	var f remoteFlags
	var o output
	command := &cobra.Command{
		Use:   "watch RUN",
		Short: "Follow a run until it is over",
		Long: `watch tells every look of a run, from its first one on, and exits with the verdict. When the connection breaks it goes on where it
was. Interrupted, it leaves the run to itself.`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return f.ask(func(server *remote) error {
				response, err := call(command.Context(), server, server.analyses.GetAnalysis, &serinv1.GetAnalysisRequest{Id: args[0]})
				if err != nil {
					return err
				}
				return a.watch(command.Context(), server, response.Run, o)
			})
		},
	}
	f.add(command)
	addOutput(command, &o)
	return command
}

// watch follows a run, writes how it ended, and exits with its verdict.
func (a *app) watch(ctx context.Context, server *remote, r *serinv1.Run, o output) error {
	a.introduce(r)
	f := &follower{server: server, id: r.Id, log: newLooksLog(a.stderr, r)}
	response, err := f.follow(ctx)
	f.log.end()
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("interrupted; the run goes on, and this follows it again: serin watch %s%s", r.Id, server.also())
	case err != nil:
		return fmt.Errorf("%w; the run goes on without a watcher, and this follows it again: serin watch %s%s", err, r.Id, server.also())
	}
	if err := a.writeRun(o, server, response, response.Run, response.Looks...); err != nil {
		return err
	}
	return verdict(statusOf(response.Run.GetConclusion().GetVerdict()))
}

// introduce says which run is followed, and what to expect of it.
func (a *app) introduce(r *serinv1.Run) {
	fmt.Fprintf(a.stderr, "run %s: %d looks, one every %s", r.Id, r.LooksPlanned, spec.FormatDuration(spec.Interval(r.Spec)))
	if r.NextLook != nil && r.LooksTaken == 0 {
		fmt.Fprintf(a.stderr, "; the first is due at %s", r.NextLook.AsTime().Format(time.DateTime+" UTC"))
	}
	fmt.Fprintln(a.stderr)
}
