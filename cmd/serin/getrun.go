package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/report"
)

// getFlags are the options of serin get.
type getFlags struct {
	remoteFlags
	looks     bool
	look      int32
	recording string
	output    output
}

func (a *app) getCommand() *cobra.Command {
	var f getFlags
	command := &cobra.Command{
		Use:   "get RUN",
		Short: "Show a run, and what its latest look found",
		Long: `get shows a run as it is now, and the findings of its latest look. With --recording it writes the exact inputs of every look
into a folder, which serin replay judges to the same verdicts: the latest look in the folder itself, and each one below
looks/. Its exit status says whether there is an answer, 0 or 3, and nothing of the verdict; serin watch exits with that.`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			return f.ask(func(server *remote) error { return a.get(command.Context(), server, args[0], f) })
		},
	}
	f.add(command)
	flags := command.Flags()
	flags.BoolVar(&f.looks, "looks", false, "show all looks, one line each; -o json has all that they found")
	flags.Int32Var(&f.look, "look", 0, "show what this look found, from 1, in place of the latest one")
	flags.StringVar(&f.recording, "recording", "", "write a recording into this folder, which must not exist yet")
	addOutput(command, &f.output)
	return command
}

func (a *app) get(ctx context.Context, server *remote, id string, f getFlags) error {
	if f.look < 0 || f.look > 0 && f.looks {
		return fmt.Errorf("--look is the number of one look, from 1, and --looks shows all; leave one out")
	}
	response, err := call(ctx, server, server.analyses.GetAnalysis, &serinv1.GetAnalysisRequest{Id: id, AllLooks: f.looks})
	if err != nil {
		return err
	}
	if f.look > 0 {
		one, err := call(ctx, server, server.analyses.ExportLook, &serinv1.ExportLookRequest{Id: id, Number: f.look})
		if err != nil {
			return err
		}
		response.Looks = []*serinv1.Look{one.Look}
	}
	if f.recording != "" {
		if err := a.export(ctx, server, response.Run, f.recording); err != nil {
			return err
		}
	}
	return a.writeRun(f.output, server, response, response.Run, response.Looks...)
}

// writeRun writes an answer about a run: the run, the line of each look if there are several, and what the last of them found.
func (a *app) writeRun(o output, server *remote, answer proto.Message, r *serinv1.Run, looks ...*serinv1.Look) error {
	page := report.Page{Style: style(a.stdout), Now: a.now()}
	if len(looks) == 0 {
		page.More = fmt.Sprintf("serin get %s%s", r.Id, server.also())
	}
	switch o {
	case "json":
		return report.JSON(a.stdout, answer)
	case "markdown":
		return a.markdownRun(page, r, looks)
	default:
		return a.textRun(page, r, looks)
	}
}

func (a *app) textRun(page report.Page, r *serinv1.Run, looks []*serinv1.Look) error {
	if err := report.Run(a.stdout, r, page); err != nil || len(looks) == 0 {
		return err
	}
	if len(looks) > 1 {
		fmt.Fprintln(a.stdout)
		if err := report.Looks(a.stdout, r, looks, page.Style); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.stdout)
	return report.Look(a.stdout, r, looks[len(looks)-1], page.Style)
}

func (a *app) markdownRun(page report.Page, r *serinv1.Run, looks []*serinv1.Look) error {
	if err := report.RunMarkdown(a.stdout, r, page); err != nil || len(looks) == 0 {
		return err
	}
	if len(looks) > 1 {
		fmt.Fprintln(a.stdout)
		if err := report.LooksMarkdown(a.stdout, r, looks); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.stdout)
	return report.LookMarkdown(a.stdout, r, looks[len(looks)-1])
}
