package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/report"
)

// largestPage is how many runs or specs a server answers with at once.
const largestPage = 1_000

// listFlags are the options of serin list.
type listFlags struct {
	remoteFlags
	service          string
	labels           map[string]string
	states, verdicts []string
	since, until     string
	limit            int32
	page             string
	output           output
}

func (a *app) listCommand() *cobra.Command {
	var f listFlags
	command := &cobra.Command{
		Use:     "list",
		Short:   "List runs, the newest first",
		Example: `  serin list --service checkout --verdict abort --since 7d`,
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return f.ask(func(server *remote) error { return a.list(command.Context(), server, f) })
		},
	}
	f.add(command)
	flags := command.Flags()
	flags.StringVar(&f.service, "service", "", "only runs of this service")
	flags.StringToStringVar(&f.labels, "label", nil, "only runs with these labels, as name=value")
	flags.StringSliceVar(&f.states, "state", nil, "only runs in one of these states: queued, running, succeeded, cancelled, failed")
	flags.StringSliceVar(&f.verdicts, "verdict", nil, "only runs with one of these verdicts: promote, pause, abort")
	flags.StringVar(&f.since, "since", "", "only runs created at this time or later, as 2026-01-31T12:00:00Z or how long ago: 90m, 36h, 7d")
	flags.StringVar(&f.until, "until", "", "only runs created before this time")
	flags.Int32Var(&f.limit, "limit", 50, "how many at most")
	flags.StringVar(&f.page, "page", "", "go on where a list with the same conditions ended: what that said")
	addOutput(command, &f.output)
	return command
}

// request asks for the runs that the flags describe.
func (f listFlags) request(a *app) (*serinv1.ListAnalysesRequest, error) {
	if f.limit < 1 {
		return nil, fmt.Errorf("--limit %d: say how many, from 1", f.limit)
	}
	request := &serinv1.ListAnalysesRequest{Service: f.service, Labels: f.labels, PageToken: f.page}
	var err error
	if request.States, err = parseWords[serinv1.RunState]("--state", "RUN_STATE_", serinv1.RunState_name, f.states); err != nil {
		return nil, err
	}
	if request.Verdicts, err = parseWords[serinv1.Verdict]("--verdict", "VERDICT_", serinv1.Verdict_name, f.verdicts); err != nil {
		return nil, err
	}
	if request.CreatedFrom, err = parseMoment("--since", f.since, a.now()); err != nil {
		return nil, err
	}
	request.CreatedBefore, err = parseMoment("--until", f.until, a.now())
	return request, err
}

func (a *app) list(ctx context.Context, server *remote, f listFlags) error {
	request, err := f.request(a)
	if err != nil {
		return err
	}
	all := &serinv1.ListAnalysesResponse{}
	for {
		request.PageSize = min(f.limit-int32(len(all.Runs)), largestPage)
		page, err := call(ctx, server, server.analyses.ListAnalyses, request)
		if err != nil {
			return err
		}
		all.Runs, all.NextPageToken = append(all.Runs, page.Runs...), page.NextPageToken
		if request.PageToken = page.NextPageToken; request.PageToken == "" || len(all.Runs) >= int(f.limit) {
			break
		}
	}
	switch f.output {
	case "json":
		return report.JSON(a.stdout, all)
	case "markdown":
		err = report.ListMarkdown(a.stdout, all.Runs)
	default:
		if len(all.Runs) > 0 {
			err = report.List(a.stdout, all.Runs, style(a.stdout), a.now())
		}
	}
	switch {
	case len(all.Runs) == 0:
		fmt.Fprintln(a.stderr, "there are no such runs")
	case all.NextPageToken != "":
		fmt.Fprintf(a.stderr, "there are more: say a larger --limit, or go on with %s\n", f.next(request))
	}
	return err
}

// next returns the flags of the next page. How long ago something was is another time by then, so times are written out.
func (f listFlags) next(request *serinv1.ListAnalysesRequest) string {
	flags := "--page " + request.PageToken
	if f.until != "" {
		flags = "--until " + request.CreatedBefore.AsTime().Format(time.RFC3339Nano) + " " + flags
	}
	if f.since != "" {
		flags = "--since " + request.CreatedFrom.AsTime().Format(time.RFC3339Nano) + " " + flags
	}
	return flags
}
