package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/report"
)

// checkReplay says which recordings are to be judged, or which run.
func checkReplay(command *cobra.Command, f replayFlags, paths []string) error {
	switch {
	case f.run == "" && (command.Flags().Changed("server") || command.Flags().Changed("timeout")):
		return fmt.Errorf("--server and --timeout are of stored runs; name one with --run, or leave them out")
	case f.run == "":
		return cobra.MinimumNArgs(1)(command, paths)
	case len(paths) > 0:
		return fmt.Errorf("--run judges a run that a server keeps, and no recording; leave out --run, or %s", strings.Join(paths, " "))
	default:
		return nil
	}
}

// replayRun lets a server judge the stored looks of a run again.
func (a *app) replayRun(ctx context.Context, f replayFlags) error {
	request := &serinv1.ReplayAnalysisRequest{Id: f.run}
	if f.spec != "" {
		s, err := a.loadSpec(ctx, f.spec)
		if err != nil {
			return err
		}
		request.Source = &serinv1.ReplayAnalysisRequest_Spec{Spec: s}
	}
	return f.ask(func(server *remote) error {
		response, err := call(ctx, server, server.analyses.ReplayAnalysis, request)
		if err != nil {
			return err
		}
		if err := a.writeRun(f.output, server, response, asReplayed(response.Run), response.Looks...); err != nil {
			return err
		}
		a.writeReplayed(f.output, response)
		return verdict(statusOf(response.Run.GetConclusion().GetVerdict()))
	})
}

// asReplayed is a replayed run as people are shown it: nobody waits for its next look, even where there would have been one.
func asReplayed(r *serinv1.Run) *serinv1.Run {
	r = proto.CloneOf(r)
	r.NextLook, r.LookingSince = nil, nil
	return r
}

// writeReplayed says what came out otherwise than when the run was judged.
func (a *app) writeReplayed(o output, response *serinv1.ReplayAnalysisResponse) {
	w := a.stdout
	if o == "json" {
		w = a.stderr
	}
	if response.Identical {
		fmt.Fprintf(w, "\nAs it was judged, every byte the same. Looks: %d.\n", len(response.Looks))
	}
	for i, difference := range response.Differences {
		if i == 0 {
			fmt.Fprintln(w, "\nChanged since it was judged:")
		}
		fmt.Fprintf(w, "- %s\n", report.Plain(difference))
	}
	if then := response.RecordedEngineVersion; then != "" {
		fmt.Fprintf(w, "\nIt was judged by version %s of the engine, and this is %s.\n", then, engine.Version)
	}
}
