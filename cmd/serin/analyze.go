package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/wire"
)

// analyzeFlags are the options of serin analyze.
type analyzeFlags struct {
	baseline, canary                 map[string]string
	baselineExposure, canaryExposure float64
	start, end                       string
	looks                            looksFlags
	startFlags
	config, server string
	timeout        time.Duration
	output         output
}

func (a *app) analyzeCommand() *cobra.Command {
	var f analyzeFlags
	command := &cobra.Command{
		Use:   "analyze SPEC",
		Short: "Judge one window of live metrics, or start a run of many looks",
		Long: `analyze reads a spec, asks its provider for the metrics of both populations, and judges them: in this process, with
the providers of --config, or on a server with --server. "-" is the standard input.

With --watch or --detach the server looks at the canary again and again, as the spec's schedule says, and concludes once. --watch
follows it and exits with its verdict; interrupted, it leaves the run to itself, and serin watch follows it again.`,
		Example: `  serin analyze checkout.yaml --config serin.yaml --baseline version=1.41.0 --canary version=1.42.0
  serin analyze checkout.yaml --server 127.0.0.1:7374 --watch --baseline version=1.41.0 --canary version=1.42.0`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.check(args); err != nil {
				return err
			}
			if f.isRun() {
				return a.start(command.Context(), args, f)
			}
			return a.analyze(command.Context(), args[0], f)
		},
	}
	flags := command.Flags()
	flags.StringToStringVar(&f.baseline, "baseline", nil, "variables of the baseline, as name=value")
	flags.StringToStringVar(&f.canary, "canary", nil, "variables of the canary, as name=value")
	flags.Float64Var(&f.baselineExposure, "baseline-exposure", 0, "share of the traffic that the baseline is to get, or its instances")
	flags.Float64Var(&f.canaryExposure, "canary-exposure", 0, "the same of the canary")
	flags.StringVar(&f.start, "start", "", "start of the window, as 2026-01-31T12:00:00Z; needs --end; of a run: when the canary began to get traffic")
	flags.StringVar(&f.end, "end", "", "end of the window; alone, it ends a window of the spec's length")
	flags.StringVar(&f.config, "config", "", configHelp)
	flags.StringVar(&f.server, "server", "", "address of a serin server to ask, instead of judging here")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "how long it may take altogether; of a run: how long the server may take to start it")
	f.addRun(command)
	f.looks.add(command)
	addOutput(command, &f.output)
	return command
}

func (a *app) analyze(ctx context.Context, file string, f analyzeFlags) error {
	s, err := a.loadSpec(ctx, file)
	if err != nil {
		return err
	}
	request := &serinv1.AnalyzeRequest{Spec: s}
	request.Baseline, request.Canary = f.populations()
	if request.Window, err = f.window(s); err != nil {
		return err
	}
	if request.Looks, err = f.looks.looks(request, a.now()); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	response, err := a.ask(ctx, request, f)
	if err != nil {
		return err
	}
	if err := a.write(f.output, response); err != nil {
		return err
	}
	return verdict(statusOf(response.Result.Verdict))
}

// populations returns the two that the flags describe.
func (f analyzeFlags) populations() (baseline, canary *serinv1.Population) {
	return &serinv1.Population{Variables: f.baseline, Exposure: stated(f.baselineExposure)},
		&serinv1.Population{Variables: f.canary, Exposure: stated(f.canaryExposure)}
}

// stated returns an exposure that a flag states; nil for none.
func stated(exposure float64) *float64 {
	if exposure == 0 {
		return nil
	}
	return &exposure
}

// window returns the window that the flags ask for; nil for none.
func (f analyzeFlags) window(s *serinv1.Spec) (*serinv1.Window, error) {
	if f.start == "" && f.end == "" {
		return nil, nil
	}
	if f.end == "" {
		return nil, fmt.Errorf("--start needs --end")
	}
	end, err := parseTime("--end", f.end)
	if err != nil {
		return nil, err
	}
	start := end.Add(-wire.WithDefaults(s).Window.AsDuration())
	if f.start != "" {
		if start, err = parseTime("--start", f.start); err != nil {
			return nil, err
		}
	}
	return &serinv1.Window{Start: timestamppb.New(start), End: timestamppb.New(end)}, nil
}

// ask judges a request here, or on a server.
func (a *app) ask(ctx context.Context, request *serinv1.AnalyzeRequest, f analyzeFlags) (*serinv1.AnalyzeResponse, error) {
	switch {
	case f.server == "":
		return a.askHere(ctx, request, f.config)
	case f.config != "":
		return nil, fmt.Errorf("--config is for judging here, and the server at %s has its own; leave out --config or --server", f.server)
	default:
		return askServer(ctx, request, remoteFlags{f.server, f.timeout})
	}
}

func (a *app) askHere(ctx context.Context, request *serinv1.AnalyzeRequest, config string) (*serinv1.AnalyzeResponse, error) {
	s, err := loadSetup(config)
	if err != nil {
		return nil, err
	}
	bar := newProgress(a.stderr, "asking for metrics")
	defer bar.finish()
	return wire.Analyze(ctx, s.engine(), request, a.now(), bar.step)
}

func askServer(ctx context.Context, request *serinv1.AnalyzeRequest, f remoteFlags) (response *serinv1.AnalyzeResponse, err error) {
	err = f.ask(func(server *remote) error {
		response, err = call(ctx, server, server.analyses.Analyze, request)
		return err
	})
	return response, err
}
