package report

import (
	"fmt"
	"io"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Markdown writes a result for a pull request or a chat: the verdict, one sentence, and a table of the findings with
// those that made the verdict first.
func Markdown(w io.Writer, r *serinv1.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s: %s\n\n%s\n\n", Verdict(r.Verdict), Cell(r.Name), Cell(r.Headline))
	b.WriteString("| class | metric | finding | p |\n| --- | --- | --- | --- |\n")
	made, rest := split(r)
	for _, f := range append(made, rest...) {
		row(&b, f, label(f))
		for _, s := range f.Slices {
			row(&b, s, f.Metric+" / "+s.Slice)
		}
	}
	fmt.Fprintf(&b, "\n%s; %s\n", scoreLine(r), footLine(r))
	_, err := io.WriteString(w, b.String())
	return err
}

func row(b *strings.Builder, f *serinv1.Finding, name string) {
	p := ""
	if len(f.Evidence) > 0 && f.Evidence[0].PAdjusted != nil {
		p = pValue(f.Evidence[0].GetPAdjusted())
	}
	fmt.Fprintf(b, "| %s | %s | %s | %s |\n", class(f.Class), Cell(name), Cell(f.Sentence), p)
}

// Cell keeps text from being read as Markdown's table or HTML.
func Cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "[", `\[`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "'").Replace(s)
}
