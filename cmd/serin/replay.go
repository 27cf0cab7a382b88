package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/report"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/wire"
)

// replayFlags are the options of serin replay.
type replayFlags struct {
	remoteFlags
	run    string
	spec   string
	output output
}

func (a *app) replayCommand() *cobra.Command {
	var f replayFlags
	command := &cobra.Command{
		Use:   "replay RECORDING...",
		Short: "Judge recordings again, offline, or a run that a server keeps",
		Long: `replay judges recordings: folders, or .zip files of them. With --spec it judges their series under another
spec. It says what differs from what was concluded then, and from what a person expects.

With --run a server judges the stored looks of a run again, one after the other, under its own spec or another one.`,
		Example: `  serin replay fixtures/only_eu_west_bad
  serin replay --run 0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d --spec stricter.yaml`,
		RunE: func(command *cobra.Command, paths []string) error {
			if err := checkReplay(command, f, paths); err != nil {
				return err
			}
			if f.run != "" {
				return a.replayRun(command.Context(), f)
			}
			return a.replay(command.Context(), paths, f)
		},
	}
	command.Flags().StringVar(&f.spec, "spec", "", "judge under this spec instead of the recorded one")
	command.Flags().StringVar(&f.run, "run", "", "judge this run of the server again, in place of recordings")
	f.add(command)
	addOutput(command, &f.output)
	return command
}

// replay judges every recording; one that cannot be read does not keep the others from being judged.
func (a *app) replay(ctx context.Context, paths []string, f replayFlags) error {
	other, err := a.otherSpec(ctx, f.spec)
	if err != nil {
		return err
	}
	status := exitPromote
	for i, path := range paths {
		if len(paths) > 1 && f.output != "json" {
			fmt.Fprintf(a.stdout, "%s== %s\n", strings.Repeat("\n", min(i, 1)), path)
		}
		verdict, err := a.replayOne(ctx, path, other, f.output)
		if err != nil {
			fmt.Fprintln(a.stderr, "serin:", err)
			status = worst(status, exitNoAnswer)
			continue
		}
		status = worst(status, statusOf(verdict))
	}
	return verdict(status)
}

// otherSpec reads the spec of --spec; nil without one.
func (a *app) otherSpec(ctx context.Context, file string) (*serinv1.Spec, error) {
	if file == "" {
		return nil, nil
	}
	text, err := a.readFile(ctx, file)
	if err != nil {
		return nil, err
	}
	// A recorded analysis whose series came with the request needs no queries, and neither does a spec for it.
	s, mistakes := spec.Read(text, spec.Inline)
	if len(mistakes) > 0 {
		return nil, errors.New(mistakes.In(file))
	}
	return s, nil
}

func (a *app) replayOne(ctx context.Context, path string, other *serinv1.Spec, o output) (serinv1.Verdict, error) {
	r, err := recording.Open(path)
	if err != nil {
		return 0, err
	}
	request := r.Request()
	if other != nil {
		request.Spec = other
	}
	e := &engine.Engine{Limits: engine.DefaultLimits()}
	response, err := wire.Replay(ctx, e, request, r.Answers)
	if mistakes := spec.Mistakes(nil); errors.As(err, &mistakes) && other == nil {
		return 0, errors.New(mistakes.At(r.Positions).In(filepath.Join(path, "analysis.yaml")))
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	if err := a.write(o, response); err != nil {
		return 0, err
	}
	differences := a.stdout
	if o == "json" {
		differences = a.stderr
	}
	writeDifferences(differences, r, response.Result)
	return response.Result.Verdict, nil
}

// writeDifferences says what came out otherwise than then, and than a person expects.
func writeDifferences(w io.Writer, r *recording.Recording, now *serinv1.Result) {
	if changes := report.Changes(r.Result, now); len(changes) > 0 {
		fmt.Fprintf(w, "Changed since it was recorded: %s\n", strings.Join(changes, "; "))
	}
	if missed := unexpected(r.Expect, now); missed != "" {
		fmt.Fprintf(w, "Not as expected: %s\n", missed)
	}
}

// unexpected says how a result differs from what a person expects; nothing when it does not.
func unexpected(expect *serinv1.Expectation, now *serinv1.Result) string {
	switch {
	case expect == nil:
		return ""
	case expect.Verdict != now.Verdict:
		return fmt.Sprintf("%s, and not %s", report.Verdict(now.Verdict), report.Verdict(expect.Verdict))
	case expect.Reason != 0 && expect.Reason != now.Reasons[0].Code:
		return fmt.Sprintf("the reason is %s, and not %s", report.Reason(now.Reasons[0].Code), report.Reason(expect.Reason))
	default:
		return ""
	}
}
