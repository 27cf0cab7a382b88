package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/report"
)

// An output is how results are written: the value of the flag -o.
type output string

func (o *output) String() string { return string(*o) }

func (o *output) Type() string { return "format" }

// outputs are the formats there are.
func outputs() []string { return []string{"text", "json", "markdown"} }

// Set checks the flag's value.
func (o *output) Set(s string) error {
	if !slices.Contains(outputs(), s) {
		return fmt.Errorf("use one of %s", strings.Join(outputs(), ", "))
	}
	*o = output(s)
	return nil
}

// addOutput adds the flag -o to a command.
func addOutput(command *cobra.Command, o *output) {
	*o = "text"
	command.Flags().VarP(o, "output", "o", "how to write the result: "+strings.Join(outputs(), ", "))
}

// write writes one response.
func (a *app) write(o output, response *serinv1.AnalyzeResponse) error {
	switch o {
	case "json":
		return report.JSON(a.stdout, response)
	case "markdown":
		return report.Markdown(a.stdout, response.Result)
	default:
		return report.Text(a.stdout, response.Result, style(a.stdout))
	}
}

// style finds out how text may look: colour and width only on a terminal, and no colour where NO_COLOR asks for none.
func style(w io.Writer) report.Style {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return report.Style{}
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		width = 0
	}
	return report.Style{Width: width, Colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}
