package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Markdown writes a result for a pull request or a chat: the verdict, one sentence, and a table of the findings with
// those that made the verdict first.
func Markdown(w io.Writer, r *serinv1.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s: %s\n\n%s\n\n", Verdict(r.Verdict), Cell(r.Name), Cell(r.Headline))
	markdownBody(&b, r)
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownBody writes what stands below the verdict and its sentence.
func markdownBody(b *strings.Builder, r *serinv1.Result) {
	b.WriteString("| class | metric | finding | p |\n| --- | --- | --- | --- |\n")
	made, rest := split(r)
	for _, f := range slices.Concat(made, together(r), rest) {
		row(b, f, label(f), r.CanaryWindow)
		for _, s := range f.Slices {
			row(b, s, f.Metric+" / "+s.Slice, r.CanaryWindow)
		}
	}
	if len(r.Flips) > 0 {
		b.WriteString("\nWhat would change it:\n\n")
	}
	for _, f := range r.Flips[:min(mostFlips, len(r.Flips))] {
		fmt.Fprintf(b, "- %s\n", Cell(f.Sentence))
	}
	fmt.Fprintf(b, "\n%s; %s\n", scoreLine(r), footLine(r))
}

func row(b *strings.Builder, f *serinv1.Finding, name string, w *serinv1.Window) {
	p := ""
	if len(f.Evidence) > 0 && f.Evidence[0].PAdjusted != nil {
		p = pValue(f.Evidence[0].GetPAdjusted())
	}
	said := strings.Join(append([]string{f.Sentence}, when(f, w)...), "; ")
	fmt.Fprintf(b, "| %s | %s | %s | %s |\n", class(f.Class), Cell(name), Cell(said), p)
}

// Cell keeps text from being read as Markdown's table or HTML.
func Cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "[", `\[`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "'").Replace(s)
}
