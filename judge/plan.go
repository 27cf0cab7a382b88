package judge

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrPlan says that a plan contradicts itself, or that the observations do not fit it.
var ErrPlan = errors.New("plan")

// A Plan says what to judge, and how. Every field is set: defaults are the caller's to apply, and [DefaultMargins],
// [DefaultAlpha] and [DefaultScorePolicy] hold ours.
type Plan struct {
	Name     string
	Step     time.Duration
	Baseline Window // of the baseline
	Canary   Window // of the canary; often the same
	History  Window // of both populations before the canary changed; zero: none

	// Exposure per step for counts whose exposure was not observed; 0: none.
	BaselineExposure, CanaryExposure float64

	Alpha   Alpha
	Looks   Looks
	RollUp  RollUp
	Split   float64 // by how much the canary's part of the traffic may differ from its exposure's, as a part; 0: not checked
	Score   ScorePolicy
	Groups  map[string]float64 // weight per group; when empty, every metric weighs by its own weight alone
	Metrics []Metric
}

// A Window is a stretch of time on the grid Start + step, …, End.
type Window struct {
	Start time.Time // excluded
	End   time.Time // included
}

func (w Window) equal(other Window) bool { return w.Start.Equal(other.Start) && w.End.Equal(other.End) }

// Alpha is the chance of a false alarm that the whole analysis may run, at two nested levels.
type Alpha struct {
	Pause float64 // for a flagged but harmless canary
	Abort float64 // for an aborted but harmless canary, at most Pause
}

// DefaultAlpha returns the levels 0.05 and 0.01.
func DefaultAlpha() Alpha { return Alpha{Pause: 0.05, Abort: 0.01} }

// A ScorePolicy says what the score and the coverage must reach.
type ScorePolicy struct {
	Promote     float64 // score from which the canary may be promoted, 0 to 100
	Pause       float64 // score below which it is aborted, 0 to 100
	MinCoverage float64 // share of the configured weight that must be judged, 0 to 1
}

// DefaultScorePolicy returns 95, 75 and 0.7.
func DefaultScorePolicy() ScorePolicy { return ScorePolicy{Promote: 95, Pause: 75, MinCoverage: 0.7} }

// A Metric is one thing to compare.
type Metric struct {
	Name      string
	Group     string
	Unit      string // for display only
	Kind      Kind
	Judge     Judge // zero: the judge that follows from the kind
	Role      Role
	Direction Direction
	Weight    float64 // inside the group, at least 0
	Pause     Margin  // harm from which the canary is paused; empty only for a threshold
	Abort     Margin  // harm from which it is aborted; empty only for a threshold

	AbsentEvents AbsentEvents     // ratio and count
	Cumulative   bool             // the events, totals or buckets are raw counters
	Quantiles    []float64        // histogram: what to compare, each in (0, 1)
	Limit        Limit            // threshold
	Missing      map[Cause]Policy // what to conclude from data that cannot be judged
}

// A Limit says how the threshold judge makes one value of many.
type Limit struct {
	Relative  bool      // compare the canary's aggregate with the baseline's, instead of bounding it
	Aggregate Aggregate // not used with Breaches
	Breaches  *int      // how many steps may lie beyond a level; nil: aggregate instead of counting
}

// method returns the judge of the metric.
func (m Metric) judge() Judge {
	switch {
	case m.Judge != ByKind:
		return m.Judge
	case m.Kind == Ratio || m.Kind == Count:
		return ZTest
	default:
		return MannWhitney
	}
}

// sign turns a shift into harm; it is 1 for either direction, where harm is the size of the shift.
func (m Metric) sign() float64 {
	if m.Direction == LowerIsWorse {
		return -1
	}
	return 1
}

// CanaryAlone reports whether the baseline has no part in the judgement.
func (m Metric) CanaryAlone() bool { return m.judge() == Threshold && !m.Limit.Relative }

// ranked reports whether values per step are judged by their ranks.
func (m Metric) ranked() bool { return m.judge() == MannWhitney && m.Kind != Histogram }

// scores reports whether the metric counts in the score.
func (m Metric) scores() bool { return m.Role == Scored || m.Role == Critical }

// validate collects every mistake.
func (p Plan) validate(observed []Observation) error {
	var mistakes []error
	mistake := func(format string, args ...any) {
		mistakes = append(mistakes, fmt.Errorf("%w: "+format, append([]any{ErrPlan}, args...)...))
	}
	if len(p.Metrics) == 0 {
		mistake("no metrics")
	}
	if len(observed) != len(p.Metrics) {
		mistake("%d observations for %d metrics", len(observed), len(p.Metrics))
	}
	if p.Step <= 0 {
		mistake("step %v is not above 0", p.Step)
	}
	for _, w := range []Window{p.Baseline, p.Canary} {
		if !w.Start.Before(w.End) {
			mistake("window from %v to %v is empty", w.Start, w.End)
		}
	}
	if !(p.Alpha.Abort > 0 && p.Alpha.Abort <= p.Alpha.Pause && p.Alpha.Pause < 1) {
		mistake("alpha: want 0 < abort <= pause < 1, have abort %v, pause %v", p.Alpha.Abort, p.Alpha.Pause)
	}
	if problem := p.Looks.problem(); problem != "" {
		mistake("looks: %s", problem)
	}
	if problem := p.RollUp.problem(); problem != "" {
		mistake("roll-up: %s", problem)
	}
	if !(p.Split >= 0) || math.IsInf(p.Split, 1) {
		mistake("split: a tolerance of %v is not a number of at least 0", p.Split)
	}
	if h := p.History; h != (Window{}) && (!h.Start.Before(h.End) || h.End.After(p.Canary.Start)) {
		mistake("history from %v to %v is not before the canary's window", h.Start, h.End)
	}
	if !(p.Score.Pause >= 0 && p.Score.Pause <= p.Score.Promote && p.Score.Promote <= 100) {
		mistake("score: want 0 <= pause <= promote <= 100, have pause %v, promote %v", p.Score.Pause, p.Score.Promote)
	}
	if !(p.Score.MinCoverage >= 0 && p.Score.MinCoverage <= 1) {
		mistake("score: min coverage %v is not in [0, 1]", p.Score.MinCoverage)
	}
	names := map[string]bool{}
	for _, m := range p.Metrics {
		for _, problem := range m.problems(p.Groups) {
			mistake("metric %q: %s", m.Name, problem)
		}
		if names[m.Name] {
			mistake("metric %q: two metrics have this name", m.Name)
		}
		names[m.Name] = true
	}
	for i, o := range observed {
		for _, s := range o.series() {
			if len(s.Values) > 0 && s.Step != p.Step {
				mistake("observation %d: a series has steps of %v, the plan has steps of %v", i, s.Step, p.Step)
				break
			}
		}
	}
	return errors.Join(mistakes...)
}

// problems says what is wrong with a metric.
func (m Metric) problems(groups map[string]float64) (problems []string) {
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if m.Kind < Ratio || m.Kind > Histogram {
		problem("no kind")
	}
	if m.Direction < HigherIsWorse || m.Direction > EitherIsWorse {
		problem("no direction")
	}
	if !(m.Weight >= 0) || math.IsInf(m.Weight, 1) {
		problem("weight %v is not a number of at least 0", m.Weight)
	}
	if _, ok := groups[m.Group]; len(groups) > 0 && m.scores() && !ok {
		problem("group %q has no weight", m.Group)
	}
	if m.judge() == ZTest && m.Kind != Ratio && m.Kind != Count {
		problem("a z_test needs a ratio or a count")
	}
	if m.judge() != Threshold && (m.Pause.empty() || m.Abort.empty()) {
		problem("a margin is empty")
	}
	if m.Kind == Histogram && len(m.Quantiles) == 0 {
		problem("no quantiles")
	}
	for _, q := range m.Quantiles {
		if !(q > 0 && q < 1) {
			problem("quantile %v is not in (0, 1)", q)
		}
	}
	return append(problems, m.limitProblems()...)
}

// limitProblems says what is wrong with a threshold.
func (m Metric) limitProblems() (problems []string) {
	if m.judge() != Threshold {
		return nil
	}
	level := m.Pause.Level != nil || m.Abort.Level != nil
	switch {
	case m.Pause.empty() && m.Abort.empty():
		problems = append(problems, "a threshold needs a margin")
	case m.Limit.Relative && level:
		problems = append(problems, "a relative threshold takes no level")
	case !m.Limit.Relative && !level:
		problems = append(problems, "a threshold on the canary alone takes a level")
	}
	if level && m.Direction == EitherIsWorse {
		problems = append(problems, "a level needs one direction")
	}
	if m.Limit.Relative && m.Limit.Breaches != nil {
		problems = append(problems, "a relative threshold counts no breaches")
	}
	if m.Kind == Histogram && len(m.Quantiles) > 1 {
		problems = append(problems, "a threshold on a histogram takes one quantile")
	}
	return problems
}
