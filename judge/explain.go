package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// explain adds what a person reads first: the metrics that made the verdict, in order, and one sentence.
func (r *Result) explain() {
	ranked := r.rank()
	for _, f := range ranked {
		r.Contributors = append(r.Contributors, f.Metric.Name)
	}
	switch {
	case r.Verdict == Promote:
		r.Headline = r.promoteHeadline(ranked)
	case len(ranked) == 0:
		r.Headline = sentence("hold", r.Reasons[0].Sentence)
	case r.Verdict == Abort:
		r.Headline = sentence("roll back", ranked[0].inFull()+others(ranked, ", and ", " more failed"))
	case r.Reasons[0].Code == Regression:
		r.Headline = sentence("hold", ranked[0].inFull()+others(ranked, ", and ", " more look worse"))
	default:
		r.Headline = sentence("hold", ranked[0].inFull()+others(ranked, "; the same goes for ", " more"))
	}
}

// promoteHeadline says what was shown, and what the reader should look at all the same.
func (r *Result) promoteHeadline(ranked []Finding) string {
	passed := 0
	for _, f := range r.Findings {
		if f.Class == Pass && f.counts() {
			passed++
		}
	}
	what := fmt.Sprintf("all %d metrics are shown not to be worse", passed)
	if passed == 1 {
		what = "the canary is shown not to be worse"
	}
	if len(ranked) > 0 {
		what = fmt.Sprintf("%d metrics are shown not to be worse; keep an eye on %s", passed, list(names(ranked)))
	}
	return sentence("go on", what)
}

// others says how many findings stand behind the first.
func others(ranked []Finding, before, after string) string {
	if len(ranked) < 2 {
		return ""
	}
	return fmt.Sprintf("%s%d%s", before, len(ranked)-1, after)
}

// rank returns the findings that made the verdict, the weightiest first. For ABORT and a flagged PAUSE those are what
// got worse; for another PAUSE what kept the canary from being promoted; for PROMOTE what is worth a look.
func (r *Result) rank() []Finding {
	critical := criticalOf(r.Findings)
	var ranked []Finding
	for _, f := range r.Findings {
		if f.Metric.Role != Muted && !f.ignored && r.contributes(f) {
			ranked = append(ranked, f)
		}
	}
	slices.SortStableFunc(ranked, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(gravity(a), gravity(b)),
			-cmp.Compare(truth(critical(a)), truth(critical(b))),
			-cmp.Compare(a.Weight*harmfulness(a), b.Weight*harmfulness(b)),
		)
	})
	return ranked
}

func (r *Result) contributes(f Finding) bool {
	switch {
	case r.Verdict == Promote, r.Reasons[0].Code == Regression:
		return f.Class == Fail || f.Class == Warn
	default:
		return f.Class != Pass
	}
}

// gravity orders the classes for an explanation.
func gravity(f Finding) int {
	return slices.Index([]Class{Fail, Warn, Error, NoData, Inconclusive, Pass}, f.Class)
}

// harmfulness is the severity of the finding's lead, bounded so that one tiny margin does not hide all weights.
func harmfulness(f Finding) float64 {
	worst := 0.0
	for _, s := range append(f.Slices, f) {
		if lead, ok := s.lead(); ok {
			worst = max(worst, lead.severity())
		}
	}
	return 1 + min(worst, 10)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// inFull is the finding's sentence with its metric.
func (f Finding) inFull() string { return f.Metric.Name + " " + f.Sentence }

// sentence makes one of an opening and what follows.
func sentence(opening, rest string) string {
	return strings.ToUpper(opening[:1]) + opening[1:] + ": " + rest + "."
}

func names(findings []Finding) []string {
	var names []string
	for _, f := range findings {
		names = append(names, f.Metric.Name)
	}
	return names
}

// list writes names for a person: all of a few, the first of many.
func list(names []string) string {
	const most = 4
	if len(names) > most+1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
