package judge

import (
	"fmt"
	"slices"
)

// mostFlips is how many changes are listed that would change the verdict.
const mostFlips = 3

// flips lists what would change the verdict: for each metric that made it, in their order, what would be concluded if it
// were shown not worse. For a promotion, the metric that is nearest to holding it.
func (p Plan) flips(r Result, confounded string) []Flip {
	if r.Verdict == Promote {
		return nearest(r.Findings)
	}
	var flips []Flip
	for _, name := range r.Contributors {
		if len(flips) == mostFlips {
			break
		}
		findings := slices.Clone(r.Findings)
		i := slices.IndexFunc(findings, func(f Finding) bool { return f.Metric.Name == name })
		was := findings[i].Class
		findings[i].Class, findings[i].Causes = Pass, nil
		findings[i].Slices = nil
		verdict, _ := p.verdict(findings, r.Together, confounded, p.score(findings))
		if verdict == r.Verdict {
			continue
		}
		change := "if %s were not worse, the verdict would be %v"
		if was != Fail && was != Warn {
			change = "if %s were shown not to be worse, the verdict would be %v"
		}
		flips = append(flips, Flip{Verdict: verdict, Metric: name, Sentence: fmt.Sprintf(change, name, verdict)})
	}
	return flips
}

// nearest names the metric that is nearest to its pause margin, if one is half way there.
func nearest(findings []Finding) []Flip {
	best, part := Flip{}, 0.5
	for _, f := range findings {
		lead, ok := f.lead()
		if !ok || !f.counts() || f.Class != Pass || f.Metric.CanaryAlone() || f.Metric.Direction == EitherIsWorse || len(f.Slices) > 0 {
			continue
		}
		if near := lead.Harm / lead.PauseMargin; near > part && near < 1 {
			m := f.Metric
			texts := m.formatApart(m.shown(lead), m.reach(lead, lead.PauseMargin))
			best, part = Flip{
				Verdict: Pause, Metric: m.Name,
				Sentence: fmt.Sprintf("%s would hold it at %s; it is at %s", m.Name, texts[1], texts[0]),
			}, near
		}
	}
	if best.Metric == "" {
		return nil
	}
	return []Flip{best}
}

// shown is the canary's value that a person is shown: where ranks were compared, the baseline's median moved by the shift.
func (m Metric) shown(e Evidence) float64 {
	if m.ranked() && e.Aspect == Level {
		return e.Baseline + e.Shift + e.offset
	}
	return e.Canary
}
