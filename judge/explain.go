package judge

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// explain adds what a person reads first: the metrics that made the verdict, in order, and one sentence; passes is what a
// PASS says of a metric.
func (r *Result) explain(plan Plan, s score, passes string) {
	ranked := r.rank()
	for _, f := range ranked {
		r.Contributors = append(r.Contributors, f.Metric.Name)
	}
	switch {
	case r.Verdict == Promote:
		r.Headline = r.promoteHeadline(ranked, passes)
	case len(ranked) == 0, r.Reasons[0].Code == Confounded:
		r.Headline = sentence("hold", r.Reasons[0].Sentence)
	case r.Verdict == Abort:
		r.Headline = sentence("roll back", ranked[0].inFull()+others(ranked[1:])+r.scoreClause(plan, s)+r.confoundedClause())
	default:
		r.Headline = sentence("hold", ranked[0].inFull()+others(ranked[1:])+r.scoreClause(plan, s)+r.waitClause(ranked))
	}
}

// confoundedClause says what else was wrong when the canary was aborted all the same.
func (r *Result) confoundedClause() string {
	for _, reason := range r.Reasons {
		if reason.Code == Confounded {
			return "; besides, " + reason.Sentence
		}
	}
	return ""
}

// waitClause says how much longer it takes to know, where too little evidence is what holds the canary.
func (r *Result) waitClause(ranked []Finding) string {
	longest := time.Duration(0)
	for _, f := range ranked {
		for _, part := range append([]Finding{f}, f.Slices...) {
			longest = max(longest, part.Wait)
		}
	}
	if longest == 0 || r.Reasons[0].Code != InsufficientData {
		return ""
	}
	return fmt.Sprintf("; about %s more would tell", duration(longest))
}

// duration writes a length of time for a person.
func duration(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f seconds", d.Seconds())
	case d < 10*time.Hour:
		return fmt.Sprintf("%.0f minutes", math.Ceil(d.Minutes()))
	default:
		return fmt.Sprintf("%.0f hours", math.Ceil(d.Hours()))
	}
}

// scoreClause says so when it was the score that decided, and no metric alone.
func (r *Result) scoreClause(plan Plan, s score) string {
	if s.value == nil || r.Reasons[0].Code != Regression {
		return ""
	}
	critical := criticalOf(r.Findings)
	alone := slices.ContainsFunc(r.Findings, func(f Finding) bool { return critical(f) && f.Class == Fail })
	if r.Verdict == Abort && !alone {
		return fmt.Sprintf("; the score of %s is below %s", number(*s.value, leastDigits), number(plan.Score.Pause, leastDigits))
	}
	return ""
}

// promoteHeadline says what was shown, and what the reader should know all the same.
func (r *Result) promoteHeadline(ranked []Finding, passes string) string {
	var passed, judged int
	var missing []string
	for _, f := range r.Findings {
		if !f.counts() && (f.Metric.Role != Signal || f.ignored) {
			continue
		}
		judged++
		switch {
		case f.Class == Pass:
			passed++
		case !f.Class.judged():
			missing = append(missing, f.Metric.Name)
		}
	}
	what := shown(passed, judged, passes)
	if len(missing) > 0 {
		what += fmt.Sprintf("; nothing is known of %s", list(missing))
	}
	if len(ranked) > 0 {
		what += "; keep an eye on " + list(names(ranked))
	}
	what += asides(r.Findings)
	return sentence("go on", what)
}

// passes is what a PASS of the metrics that score says of them.
func (r *Result) passes() string {
	if slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.counts() && !f.Metric.CanaryAlone() }) {
		return "shown not to be worse"
	}
	return "within the limits"
}

// asides says what a metric did that is no harm now, of the first that did anything, and how many more did.
func asides(findings []Finding) string {
	var clauses []string
	for _, f := range findings {
		if f.aside != "" && f.Metric.Role != Muted {
			clauses = append(clauses, f.Metric.Name+" "+f.aside)
		}
	}
	switch len(clauses) {
	case 0:
		return ""
	case 1:
		return "; " + clauses[0]
	default:
		return fmt.Sprintf("; %s; %d more have notes", clauses[0], len(clauses)-1)
	}
}

// shown says how many metrics passed.
func shown(passed, judged int, passes string) string {
	switch {
	case passed == 0:
		return "what is worse weighs too little to hold the rollout"
	case passed == 1 && judged > 1:
		return fmt.Sprintf("1 of %d metrics is %s", judged, passes)
	case passed < judged:
		return fmt.Sprintf("%d of %d metrics are %s", passed, judged, passes)
	case passed == 1:
		return "the canary is " + passes
	case passed == 2:
		return "both metrics are " + passes
	default:
		return fmt.Sprintf("all %d metrics are %s", passed, passes)
	}
}

// others says what stands behind the first finding.
func others(rest []Finding) string {
	counts := map[Class]int{}
	for _, f := range rest {
		counts[f.Class]++
	}
	unknown := counts[Error] + counts[NoData] + counts[Inconclusive]
	var parts []string
	for _, part := range []struct {
		n     int
		words string
	}{{counts[Fail], "%d more failed"}, {counts[Warn], "%d more past the warning"}, {unknown, "%d more not clear"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf(part.words, part.n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}

// rank returns the findings that made the verdict, the weightiest first. For ABORT and a flagged PAUSE those are what
// got worse; for another PAUSE what kept the canary from being promoted; for PROMOTE what is worth a look.
func (r *Result) rank() []Finding {
	critical := criticalOf(r.Findings)
	order := []Class{Fail, Warn, Error, NoData, Inconclusive}
	if r.Verdict == Pause && r.Reasons[0].Code != Regression {
		order = []Class{Error, NoData, Inconclusive, Fail, Warn}
	}
	var ranked []Finding
	for _, f := range r.Findings {
		if f.Metric.Role != Muted && !f.ignored && r.contributes(f) {
			ranked = append(ranked, f)
		}
	}
	slices.SortStableFunc(ranked, func(a, b Finding) int {
		byClass := cmp.Compare(slices.Index(order, a.Class), slices.Index(order, b.Class))
		byRole := -cmp.Compare(truth(critical(a)), truth(critical(b)))
		if order[0] != Fail {
			byClass, byRole = byRole, byClass // what kept the canary back is first of all what is critical
		}
		return cmp.Or(byClass, byRole, -cmp.Compare(a.Weight*harmfulness(a), b.Weight*harmfulness(b)))
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

// harmfulness is the severity of the finding's lead, bounded so that one tiny margin does not hide all weights.
func harmfulness(f Finding) float64 {
	worst := 0.0
	for _, s := range append(slices.Clone(f.Slices), f) {
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
