package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

func (a *app) specCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "spec",
		Short: "Check a spec, write a first one, or keep specs on a server",
	}
	command.AddCommand(a.specValidateCommand(), a.specInitCommand(), a.specPutCommand(), a.specGetCommand(), a.specListCommand())
	return command
}

func (a *app) specValidateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE...",
		Short: "Name every mistake of a spec, with its line",
		Long:  `validate checks specs without running them. "-" is the standard input.`,
		Args:  cobra.MinimumNArgs(1),
		RunE: func(command *cobra.Command, files []string) error {
			status := exitPromote
			for _, file := range files {
				text, err := a.readFile(command.Context(), file)
				if err != nil {
					fmt.Fprintln(a.stderr, "serin:", err)
					status = exitNoAnswer
					continue
				}
				s, mistakes := spec.Read(text, spec.FromProvider)
				if len(mistakes) > 0 {
					fmt.Fprintln(a.stderr, mistakes.In(file)) // as editors read them
					status = exitNoAnswer
					continue
				}
				fmt.Fprintf(a.stdout, "%s: valid; metrics: %d\n", file, len(s.Metrics))
			}
			return verdict(status)
		},
	}
}

func (a *app) specInitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a first spec, with comments",
		Long:  `init writes a spec to start from, to the standard output or to a file that must not exist yet.`,
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				_, err := io.WriteString(a.stdout, spec.Template)
				return err
			}
			file, err := os.OpenFile(files[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s exists already; choose another name", files[0])
			}
			if err != nil {
				return err
			}
			_, err = io.WriteString(file, spec.Template)
			return errors.Join(err, file.Close())
		},
	}
}

// loadSpec reads a spec file, or the standard input for "-". Every mistake is in the error, with file and line.
func (a *app) loadSpec(ctx context.Context, file string) (*serinv1.Spec, error) {
	text, err := a.readFile(ctx, file)
	if err != nil {
		return nil, err
	}
	s, mistakes := spec.Read(text, spec.FromProvider)
	if len(mistakes) > 0 {
		return nil, errors.New(mistakes.In(file))
	}
	return s, nil
}

// readFile reads a file. Its error begins with the file's name, like a mistake in it.
func readFile(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file", file)
	case errors.As(err, &path):
		return nil, fmt.Errorf("%s: %w", file, path.Err)
	default:
		return text, err
	}
}

// readFile reads a file, or the standard input for "-", until ctx ends.
func (a *app) readFile(ctx context.Context, file string) ([]byte, error) {
	if file != "-" {
		return readFile(file)
	}
	type input struct {
		text []byte
		err  error
	}
	done := make(chan input, 1)
	go func() {
		text, err := io.ReadAll(a.stdin)
		done <- input{text, err}
	}()
	select {
	case i := <-done:
		return i.text, i.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
