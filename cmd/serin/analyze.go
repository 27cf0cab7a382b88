package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/server"
	"github.com/serin-canary/serin/internal/wire"
)

// analyzeFlags are the options of serin analyze.
type analyzeFlags struct {
	baseline, canary                 map[string]string
	baselineExposure, canaryExposure float64
	start, end                       string
	looks                            looksFlags
	config, server                   string
	timeout                          time.Duration
	output                           output
}

func (a *app) analyzeCommand() *cobra.Command {
	var f analyzeFlags
	command := &cobra.Command{
		Use:   "analyze SPEC",
		Short: "Judge one window of live metrics",
		Long: `analyze reads a spec, asks its provider for the metrics of both populations, and judges them: in this process, with
the providers of --config, or on a server with --server. "-" is the standard input.`,
		Example: `  serin analyze checkout.yaml --config serin.yaml --baseline version=1.41.0 --canary version=1.42.0`,
		Args:    cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return a.analyze(command.Context(), args[0], f)
		},
	}
	flags := command.Flags()
	flags.StringToStringVar(&f.baseline, "baseline", nil, "variables of the baseline, as name=value")
	flags.StringToStringVar(&f.canary, "canary", nil, "variables of the canary, as name=value")
	flags.Float64Var(&f.baselineExposure, "baseline-exposure", 0, "share of the traffic that the baseline is to get, or its instances")
	flags.Float64Var(&f.canaryExposure, "canary-exposure", 0, "the same of the canary")
	flags.StringVar(&f.start, "start", "", "start of the window, as 2026-01-31T12:00:00Z; needs --end")
	flags.StringVar(&f.end, "end", "", "end of the window; alone, it ends a window of the spec's length")
	flags.StringVar(&f.config, "config", "", configHelp)
	flags.StringVar(&f.server, "server", "", "address of a serin server to ask, instead of judging here")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "how long it may take altogether")
	f.looks.add(command)
	addOutput(command, &f.output)
	return command
}

func (a *app) analyze(ctx context.Context, file string, f analyzeFlags) error {
	s, err := a.loadSpec(ctx, file)
	if err != nil {
		return err
	}
	request := &serinv1.AnalyzeRequest{
		Spec:     s,
		Baseline: &serinv1.Population{Variables: f.baseline, Exposure: stated(f.baselineExposure)},
		Canary:   &serinv1.Population{Variables: f.canary, Exposure: stated(f.canaryExposure)},
	}
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
	end, err := time.Parse(time.RFC3339, f.end)
	if err != nil {
		return nil, fmt.Errorf("--end %q is no time such as 2026-01-31T12:00:00Z", f.end)
	}
	start := end.Add(-wire.WithDefaults(s).Window.AsDuration())
	if f.start != "" {
		if start, err = time.Parse(time.RFC3339, f.start); err != nil {
			return nil, fmt.Errorf("--start %q is no time such as 2026-01-31T12:00:00Z", f.start)
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
		return askServer(ctx, request, f.server)
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

func askServer(ctx context.Context, request *serinv1.AnalyzeRequest, address string) (*serinv1.AnalyzeResponse, error) {
	connection, err := dial(address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close() }() // all calls are over
	response, err := serinv1.NewAnalysisServiceClient(connection).Analyze(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("the server at %s: %s: %s", address, strings.ToLower(status.Code(err).String()), status.Convert(err).Message())
	}
	return response, nil
}

func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(server.DefaultMaxMessage)))
}
