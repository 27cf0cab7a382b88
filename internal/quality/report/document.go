package main

import (
	"fmt"
	"strings"

	"github.com/serin-canary/serin/internal/quality"
)

// document writes the document.
func document(m *measurement, sections []section, tried string) string {
	var b strings.Builder
	b.WriteString(head())
	b.WriteString("\n## Against the bars\n\n" + m.barTable().markdown())
	for _, s := range sections {
		b.WriteString("\n" + s.markdown())
	}
	b.WriteString("\n## What was tried and lost\n\n" + strings.TrimSpace(tried) + "\n")
	return b.String()
}

// head says what the document is, and how to read it.
func head() string {
	return fmt.Sprintf(`# Decision quality

<!-- Written by make decision-quality. Change the program in internal/quality, not this page. -->

How often serin's default rule is right, beside Kayenta's rule (package `+"`judge/kayenta`"+`), a plain Mann-Whitney test at 0.05, a z-test at 0.05, and
a threshold of 20 %% on the mean. `+"`make decision-quality`"+` measures everything again and writes this page; a test recomputes the tables of the real
cases.

- A canary is *flagged* when it is aborted, or paused for a regression. A pause for any other reason is not a flag: it says that more data or a
  person must decide.
- Figures are percentages unless said otherwise. What stands in parentheses is the 95 %% interval: Wilson's for a share, a bootstrap of
  entities for F1, order statistics for minutes, and a normal one for the mean over families.
- Simulations are drawn from a seed. The rule was tuned on the seed %d; this page shows the seed %d, which nothing was
  tuned on. The real cases are those that the rule was tuned on.
`, quality.TuneSeed, quality.TestSeed)
}
