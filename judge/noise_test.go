package judge

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/serin-canary/serin/series"
)

// A noise draws values, from a seed.
type noise struct{ *rand.Rand }

func noiseOf(seed uint64) noise { return noise{rand.New(rand.NewPCG(20260301, seed))} }

// around draws n normal values.
func (r noise) around(n int, level, sd float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = level + sd*r.NormFloat64()
	}
	return values
}

// raised returns values with something added to those from a step up to another.
func raised(values []float64, from, to int, by float64) []float64 {
	values = slices.Clone(values)
	for i := from; i < to; i++ {
		values[i] += by
	}
	return values
}

// at returns values with others put in at some steps.
func at(values []float64, v float64, steps ...int) []float64 {
	values = slices.Clone(values)
	for _, i := range steps {
		values[i] = v
	}
	return values
}

func sum(a, b []float64) []float64 {
	values := slices.Clone(a)
	for i := range values {
		values[i] += b[i]
	}
	return values
}

func mirrorOf(values []float64, level float64) []float64 {
	values = slices.Clone(values)
	for i := range values {
		values[i] = 2*level - values[i]
	}
	return values
}

// before is when the history of n steps starts, which ends where the windows start.
func before(n int, values []float64) series.Series {
	return series.Series{Start: noon().Add(-time.Duration(n) * time.Minute), Step: time.Minute, Values: values}
}

// withHistory adds a history of n steps to a plan.
func withHistory(plan Plan, n int) Plan {
	plan.History = Window{Start: noon().Add(-time.Duration(n) * time.Minute), End: noon()}
	return plan
}

// lookingAt returns the evidence of an aspect, and whether the finding has any.
func lookingAt(f Finding, a Aspect) (Evidence, bool) {
	i := slices.IndexFunc(f.Evidence, func(e Evidence) bool { return e.Aspect == a })
	if i < 0 {
		return Evidence{}, false
	}
	return f.Evidence[i], true
}

// flaggedPart runs analyses, and returns how many of them flagged the canary, as a part.
func flaggedPart(t *testing.T, runs int, analyse func(run int) (Plan, []Observation)) float64 {
	t.Helper()
	flagged := 0
	for i := range runs {
		plan, observed := analyse(i)
		if decide(t, plan, observed...).Reasons[0].Code == Regression {
			flagged++
		}
	}
	return float64(flagged) / float64(runs)
}

// published reports a number of a result that nobody can read.
func published(t *testing.T, result Result) {
	t.Helper()
	for _, v := range []*float64{result.Score, result.Coverage} {
		if v != nil && !(*v >= 0 && *v <= 100) {
			t.Errorf("score or coverage is %v", *v)
		}
	}
	if !slices.Contains([]Verdict{Pause, Promote, Abort}, result.Verdict) || result.Headline == "" || len(result.Reasons) == 0 {
		t.Errorf("%v, %q, %v", result.Verdict, result.Headline, result.Reasons)
	}
	findings := slices.Clone(result.Findings)
	for _, f := range result.Findings {
		findings = append(findings, f.Slices...)
	}
	if result.Together != nil {
		findings = append(findings, *result.Together)
	}
	for _, f := range findings {
		if f.Sentence == "" || f.Wait < 0 || f.Class < Inconclusive || f.Class > Error || !(f.Weight >= 0 && f.Weight <= 1+1e-9) {
			t.Errorf("%s: %v, %q, wait %v, weight %v", f.Metric.Name, f.Class, f.Sentence, f.Wait, f.Weight)
		}
		for _, e := range f.Evidence {
			if !(e.P >= 0 && e.P <= 1) || !(e.PAdjusted >= 0 && e.PAdjusted <= 1) || math.IsNaN(e.Harm) || math.IsNaN(e.LogE) || math.IsInf(e.LogE, 0) {
				t.Errorf("%s, %v: p %v, adjusted %v, harm %v, log e %v", f.Metric.Name, e.Aspect, e.P, e.PAdjusted, e.Harm, e.LogE)
			}
			if !(e.PauseAlpha > 0 && e.PauseAlpha <= 1 && e.AbortAlpha <= e.PauseAlpha) {
				t.Errorf("%s, %v: alpha %v and %v", f.Metric.Name, e.Aspect, e.PauseAlpha, e.AbortAlpha)
			}
		}
	}
}
