package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/report"
)

func (a *app) specPutCommand() *cobra.Command {
	var f remoteFlags
	var who string
	var o output
	command := &cobra.Command{
		Use:   "put FILE",
		Short: "Keep a spec on a server, under its name",
		Long: `put keeps a spec on a server, under the name that it has. One that differs from the newest version becomes the next version.
"-" is the standard input.`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			s, err := a.loadSpec(command.Context(), args[0])
			if err != nil {
				return err
			}
			return f.ask(func(server *remote) error {
				response, err := call(command.Context(), server, server.specs.PutSpec, &serinv1.PutSpecRequest{Spec: s, Who: who})
				if err != nil {
					return err
				}
				if o == "json" {
					return report.JSON(a.stdout, response)
				}
				_, err = fmt.Fprintf(a.stdout, "%s@%d\n", response.Stored.Name, response.Stored.Version)
				return err
			})
		},
	}
	f.add(command)
	addWho(command, &who)
	addOutput(command, &o)
	return command
}

func (a *app) specGetCommand() *cobra.Command {
	var f remoteFlags
	var version int32
	var o output
	command := &cobra.Command{
		Use:   "get NAME[@VERSION]",
		Short: "Print a spec that a server keeps, as YAML",
		Args:  cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			reference, err := specReference("the spec", args[0])
			switch {
			case err != nil:
				return err
			case reference.Version == 0:
				reference.Version = version
			case command.Flags().Changed("version"):
				return fmt.Errorf("%s names a version, and so does --version; leave one out", args[0])
			}
			return f.ask(func(server *remote) error {
				request := &serinv1.GetSpecRequest{Name: reference.Name, Version: reference.Version}
				response, err := call(command.Context(), server, server.specs.GetSpec, request)
				if err != nil {
					return err
				}
				return a.writeSpec(o, response)
			})
		},
	}
	f.add(command)
	command.Flags().Int32Var(&version, "version", 0, "which version, from 1; default: the newest")
	addOutput(command, &o)
	return command
}

// writeSpec writes a stored spec as a file of it would be.
func (a *app) writeSpec(o output, response *serinv1.GetSpecResponse) error {
	if o == "json" {
		return report.JSON(a.stdout, response)
	}
	text, err := recording.YAML(response.Stored.Spec)
	if err != nil {
		return err
	}
	format := "%s"
	if o == "markdown" {
		format = "```yaml\n%s```\n"
	}
	_, err = fmt.Fprintf(a.stdout, format, text)
	return err
}

func (a *app) specListCommand() *cobra.Command {
	var f remoteFlags
	var o output
	command := &cobra.Command{
		Use:   "list [NAME]",
		Short: "List the specs that a server keeps, or all versions of one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			request := &serinv1.ListSpecsRequest{PageSize: largestPage}
			if len(args) > 0 {
				request.Name = args[0]
			}
			return f.ask(func(server *remote) error { return a.listSpecs(command.Context(), server, request, o) })
		},
	}
	f.add(command)
	addOutput(command, &o)
	return command
}

func (a *app) listSpecs(ctx context.Context, server *remote, request *serinv1.ListSpecsRequest, o output) error {
	all := &serinv1.ListSpecsResponse{}
	for {
		page, err := call(ctx, server, server.specs.ListSpecs, request)
		if err != nil {
			return err
		}
		all.Specs = append(all.Specs, page.Specs...)
		if request.PageToken = page.NextPageToken; request.PageToken == "" {
			break
		}
	}
	switch {
	case o == "json":
		return report.JSON(a.stdout, all)
	case len(all.Specs) == 0:
		_, err := fmt.Fprintln(a.stderr, "there are no such specs")
		return err
	case o == "markdown":
		return report.SpecsMarkdown(a.stdout, all.Specs)
	default:
		return report.Specs(a.stdout, all.Specs)
	}
}
