package judge

import (
	"fmt"
	"math"

	"github.com/serin-canary/serin/stats"
)

// Looks says how often one canary is judged on data that grow, and which of these analyses this one is. Each look is one
// more chance of a false alarm. A few planned looks share alpha evenly; for many, or when nobody knows how many, the tests of
// the level are such that they hold at any number of looks. Where each look sees a window of its own, no evidence accumulates
// that such tests could live on, and any number of looks share alpha evenly.
type Looks struct {
	Planned int  // how many there will be; 0 is 1
	Taken   int  // which one this is, from 1; 0 is 1
	Open    bool // nobody knows how many there will be, and Planned is 0
	Sliding bool // each look sees a window of its own, which moves along; then they are planned, and none is told of Earlier

	// Earlier holds, when there are many, what the looks before this one found: see [Result.Evidence].
	Earlier []Earlier
}

// Earlier is the most evidence that earlier looks had against one test of no harm.
type Earlier struct {
	Metric   string
	Slice    string
	Quantile float64 // of a histogram
	LogE     float64 // natural logarithm of the e-value
}

// problem says what is wrong with the looks; nothing if they are all right.
func (l Looks) problem() string {
	switch {
	case l.Sliding && l.Open:
		return "their number is open, and what sees a window that moves along must be planned"
	case l.Sliding && len(l.Earlier) > 0:
		return "evidence of earlier looks is not carried over where each sees a window of its own"
	case l.Open && l.Planned != 0:
		return fmt.Sprintf("%d are planned, and their number is open", l.Planned)
	case !l.many() && len(l.Earlier) > 0:
		return fmt.Sprintf("evidence of earlier looks is carried over only when they are at least %d, or open", manyLooks)
	case l.Planned < 0 || l.Taken < 0 || !l.Open && l.Taken > max(1, l.Planned):
		return fmt.Sprintf("want 1 <= taken <= planned, have taken %d, planned %d", l.Taken, l.Planned)
	}
	for _, e := range l.Earlier {
		if math.IsNaN(e.LogE) || math.IsInf(e.LogE, 0) {
			return fmt.Sprintf("the evidence of earlier looks at %q is %v", e.Metric, e.LogE)
		}
	}
	return ""
}

// last reports whether this look decides what is to become of the canary: before it there is always the choice to wait.
func (l Looks) last() bool { return !l.Open && max(1, l.Taken) >= l.Planned }

// many reports whether there are so many looks that tests which hold at any number of them find a regression sooner than a
// share of alpha for each look does (docs/decision-quality.md). Windows that move along have no such tests.
func (l Looks) many() bool { return !l.Sliding && (l.Open || l.Planned >= manyLooks) }

const manyLooks = 10

// tunedLook is the step at which tests and bounds that hold at any look are tightest.
const tunedLook = 10

// tunedGain is the gain of the mixture that is tightest at [tunedLook].
func tunedGain() (float64, error) {
	return stats.MixtureGain(1-boundConfidence, stats.Greater, stats.TuneFirstOrder)
}

// earlier returns the most evidence that earlier looks had for the same test; 0 without any.
func (l Looks) earlier(metric, slice string, quantile float64) float64 {
	most := 0.0
	for _, e := range l.Earlier {
		if e.Metric == metric && e.Slice == slice && e.Quantile == quantile {
			most = max(most, e.LogE)
		}
	}
	return most
}

// anytime makes the p-value of evidence one that holds at any number of looks: 1 over the largest e-value so far. The error
// is that of the e-value, and leaves no evidence.
func (u *unit) anytime(e *Evidence, logE float64, err error) {
	if err != nil {
		logE = 0
	}
	e.LogE = max(logE, u.looks.earlier(u.metric.Name, u.slice, e.Quantile))
	e.P = min(1, math.Exp(-e.LogE))
	e.Method = stats.Anytime
}

// Evidence returns what the next look should be told of this one, where there are many: evidence that was enough once then
// stays so.
func (r Result) Evidence() (evidence []Earlier) {
	for _, f := range r.Findings {
		for _, part := range append([]Finding{f}, f.Slices...) {
			for _, e := range part.Evidence {
				if e.Method == stats.Anytime {
					evidence = append(evidence, Earlier{Metric: f.Metric.Name, Slice: part.Slice, Quantile: e.Quantile, LogE: e.LogE})
				}
			}
		}
	}
	return evidence
}
