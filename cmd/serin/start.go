package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// startFlags are the options of serin analyze that start a run.
type startFlags struct {
	watch, detach      bool
	service, requestID string
	labels             map[string]string
	specName           string
}

func (f *startFlags) addRun(command *cobra.Command) {
	flags := command.Flags()
	flags.BoolVar(&f.watch, "watch", false, "start a run on the server, which looks as the spec's schedule says, and follow it until it is over")
	flags.BoolVar(&f.detach, "detach", false, "start a run on the server, print its id, and leave it to itself")
	flags.StringVar(&f.specName, "spec-name", "", "of a run: a spec that was put to the server, in place of a file, as NAME or NAME@VERSION")
	flags.StringVar(&f.service, "service", "", "of a run: the service whose canary it is, for lists")
	flags.StringToStringVar(&f.labels, "label", nil, "of a run: labels for lists, as name=value")
	flags.StringVar(&f.requestID, "request-id", "", "of a run: makes the command safe to repeat; the same id and request are the same run")
}

// isRun says that a run is to be started, and not one window to be judged.
func (f *startFlags) isRun() bool { return f.watch || f.detach }

// check says what does not fit together, of a run and of one window.
func (f analyzeFlags) check(args []string) error {
	var mistakes []error
	wrong := func(is bool, format string, words ...any) {
		if is {
			mistakes = append(mistakes, fmt.Errorf(format, words...))
		}
	}
	if f.isRun() {
		flag := "--watch"
		if f.detach {
			flag = "--detach"
		}
		wrong(f.watch && f.detach, "--watch follows the run and --detach does not; leave one out")
		wrong(f.server == "", "%s starts a run, and runs live on a server: say --server %s, or another address where `serin serve` runs", flag, defaultListen)
		wrong(f.config != "", "--config is for judging here, and a server has its own; leave it out")
		wrong(f.end != "", "--end is of one window, and the schedule of a run's spec says when it ends; leave it out")
		wrong(f.looks != looksFlags{}, "--looks, --look and --after are of single windows, and a run counts its own looks; leave them out")
		wrong(f.specName != "" && len(args) > 0, "--spec-name takes the place of the file %s; leave one out", strings.Join(args, " "))
	} else {
		of := f.service != "" || f.requestID != "" || len(f.labels) > 0 || f.specName != ""
		wrong(of, "--spec-name, --service, --label and --request-id are of runs; start one with --watch or --detach")
	}
	wrong(len(args) == 0 && f.specName == "", "which spec? name its file, or - for the standard input")
	return errors.Join(mistakes...)
}

// start starts a run, and follows it if that is wanted.
func (a *app) start(ctx context.Context, args []string, f analyzeFlags) error {
	request, err := a.createRequest(ctx, args, f)
	if err != nil {
		return err
	}
	return remoteFlags{f.server, f.timeout}.ask(func(server *remote) error {
		response, err := call(ctx, server, server.analyses.CreateAnalysis, request)
		if err != nil {
			return err
		}
		if f.watch {
			return a.watch(ctx, server, response.Run, f.output)
		}
		return a.writeStarted(f.output, response, server)
	})
}

// createRequest is the request for the run that the flags ask for.
func (a *app) createRequest(ctx context.Context, args []string, f analyzeFlags) (*serinv1.CreateAnalysisRequest, error) {
	request := &serinv1.CreateAnalysisRequest{RequestId: f.requestID, Service: f.service, Labels: f.labels}
	request.Baseline, request.Canary = f.populations()
	if f.start != "" {
		start, err := parseTime("--start", f.start)
		if err != nil {
			return nil, err
		}
		request.Start = timestamppb.New(start)
	}
	if f.specName != "" {
		reference, err := specReference("--spec-name", f.specName)
		request.Source = &serinv1.CreateAnalysisRequest_SpecReference{SpecReference: reference}
		return request, err
	}
	s, err := a.loadSpec(ctx, args[0])
	request.Source = &serinv1.CreateAnalysisRequest_Spec{Spec: s}
	return request, err
}

// specReference reads NAME or NAME@VERSION, of which the mistakes say whose it is.
func specReference(whose, text string) (*serinv1.SpecReference, error) {
	name, version, isVersioned := strings.Cut(text, "@")
	if !isVersioned {
		return &serinv1.SpecReference{Name: name}, nil
	}
	n, err := strconv.ParseInt(version, 10, 32)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("%s %q: the version is no number from 1; write %s@2, or %s for the newest", whose, text, name, name)
	}
	return &serinv1.SpecReference{Name: name, Version: int32(n)}, nil
}

// writeStarted writes the id of a run that was started, alone, so that a script can keep it.
func (a *app) writeStarted(o output, response *serinv1.CreateAnalysisResponse, server *remote) error {
	a.introduce(response.Run)
	fmt.Fprintf(a.stderr, "follow it with: serin watch %s%s\n", response.Run.Id, server.also())
	if o == "text" {
		_, err := fmt.Fprintln(a.stdout, response.Run.Id)
		return err
	}
	return a.writeRun(o, server, response, response.Run)
}
