package report

import (
	"charm.land/lipgloss/v2"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A Style is how text is laid out. The zero value is for a file: no colour, lines as long as they are.
type Style struct {
	Width  int  // of the terminal; 0: lines are not broken
	Colour bool // whether the terminal shows any
}

// The colours of a terminal's own palette, so that they suit its background.
const (
	red    = "1"
	green  = "2"
	yellow = "3"
	grey   = "8"
)

func (s Style) verdict(v serinv1.Verdict) string {
	colour := yellow
	switch v {
	case serinv1.Verdict_VERDICT_PROMOTE:
		colour = green
	case serinv1.Verdict_VERDICT_ABORT:
		colour = red
	}
	return s.render(lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color(colour)), Verdict(v))
}

func (s Style) class(c serinv1.Class) string {
	colour := yellow
	switch c {
	case serinv1.Class_CLASS_PASS:
		colour = green
	case serinv1.Class_CLASS_FAIL:
		colour = red
	}
	return s.render(lipgloss.NewStyle().Foreground(lipgloss.Color(colour)), pad(class(c), classWidth))
}

// Bold makes text stand out where the terminal can.
func (s Style) Bold(text string) string { return s.render(lipgloss.NewStyle().Bold(true), text) }

// Faint makes text step back where the terminal can.
func (s Style) Faint(text string) string {
	return s.render(lipgloss.NewStyle().Foreground(lipgloss.Color(grey)), text)
}

func (s Style) render(style lipgloss.Style, text string) string {
	if !s.Colour {
		return text
	}
	return style.Render(text)
}
