// Package scorecard writes what a backtest found: text for a terminal, Markdown for a pull request, and JSON, line by line,
// for everything else.
package scorecard

import (
	"encoding/json"
	"io"

	"github.com/serin-canary/serin/internal/backtest"
)

// A Card is what a backtest found: of labelled cases, of windows drawn from recordings without a label (A/A), or of both.
type Card struct {
	Name     string            `json:"collection"`
	Labelled *backtest.Summary `json:"labelled,omitempty"`
	AA       *backtest.Summary `json:"aa,omitempty"`

	Lines   []backtest.Line `json:"-"` // of the labelled cases, then of the drawn windows
	Windows string          `json:"aa_windows,omitempty"`
	Notes   []string        `json:"notes,omitempty"` // what a reader should know of the cases
}

// JSON writes one line per case and rule, and then the summary in one line.
func JSON(w io.Writer, c Card) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, l := range c.Lines {
		if err := encoder.Encode(l); err != nil {
			return err
		}
	}
	return encoder.Encode(c)
}
