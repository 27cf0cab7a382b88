package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// decideFlags are the options of the commands by which a person ends a run.
type decideFlags struct {
	remoteFlags
	who, why string
	output   output
}

func (f *decideFlags) add(command *cobra.Command) {
	f.remoteFlags.add(command)
	addWho(command, &f.who)
	command.Flags().StringVar(&f.why, "why", "", "the reason, for those who read it later")
	addOutput(command, &f.output)
}

func (a *app) cancelCommand() *cobra.Command {
	var f decideFlags
	command := &cobra.Command{
		Use:   "cancel RUN",
		Short: "End a run without a verdict",
		Long: `cancel ends a run that still looks at its canary. Its verdict is PAUSE. To end it with another one, use serin override. The exit
status is 0 when the run is cancelled, else 3.`,
		Example: `  serin cancel 0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d --why "rolled back by hand"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return f.ask(func(server *remote) error { return a.cancel(command.Context(), server, args[0], f) })
		},
	}
	f.add(command)
	return command
}

func (a *app) cancel(ctx context.Context, server *remote, id string, f decideFlags) error {
	request := &serinv1.CancelAnalysisRequest{Id: id, Who: f.who, Why: f.why}
	response, err := call(ctx, server, server.analyses.CancelAnalysis, request)
	if err != nil {
		return err
	}
	return a.writeRun(f.output, server, response, response.Run)
}

func (a *app) overrideCommand() *cobra.Command {
	var f decideFlags
	command := &cobra.Command{
		Use:   "override RUN promote|pause|abort --why REASON",
		Short: "Put a person's verdict in place of the computed one",
		Long: `override says what the caller of a run is to do, whatever was computed; that is kept beside it, and so are who said it and why. A
run that still looks at its canary is over with it. The exit status is 0 when it is done, else 3.`,
		Example: `  serin override 0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d promote --why "the errors are a known bot"`,
		Args:    cobra.ExactArgs(2),
		RunE: func(command *cobra.Command, args []string) error {
			return f.ask(func(server *remote) error { return a.override(command.Context(), server, args[0], args[1], f) })
		},
	}
	f.add(command)
	return command
}

func (a *app) override(ctx context.Context, server *remote, id, word string, f decideFlags) error {
	number, err := parseWord("the verdict", "VERDICT_", serinv1.Verdict_name, word)
	if err != nil {
		return err
	}
	if f.why == "" {
		return fmt.Errorf("--why is needed: the reason, for those who read it later")
	}
	request := &serinv1.OverrideVerdictRequest{Id: id, Verdict: serinv1.Verdict(number), Who: f.who, Why: f.why}
	response, err := call(ctx, server, server.analyses.OverrideVerdict, request)
	if err != nil {
		return err
	}
	return a.writeRun(f.output, server, response, response.Run)
}
