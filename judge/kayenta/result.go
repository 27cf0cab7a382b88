package kayenta

import "math"

// A Result is what was concluded, and from what.
type Result struct {
	Classification Classification
	Score          float64 // rounded half up to 2 decimals; 0 to 100 if the weights are sound
	Reason         string  // which rule made the score 0; empty if none did
	Groups         []GroupScore
	Metrics        []MetricResult // one per pair, in their order
}

// A GroupScore is the share of metrics of a group that pass.
type GroupScore struct {
	Name   string
	Score  float64 // 0 to 100; 0 without data
	Nodata bool    // none of its metrics could be compared; the sum then takes the group for 100
}

// effective is what the group counts for in the sum.
func (g GroupScore) effective() float64 {
	if g.Nodata {
		return 100
	}
	return g.Score
}

// A MetricResult is what was found for one pair. Tags and groups are those of the input, not copies of them.
type MetricResult struct {
	Name   string
	ID     string
	Tags   map[string]string
	Groups []string

	Label    Label
	Reason   string // in a sentence, for any label but a plain Pass
	Critical bool   // the result, not the configuration: this metric makes the score 0 unless it is muted
	Muted    bool

	// Ratio is the mean of the experiment / the mean of the control, whatever the measure: NaN if either is 0 and for Error;
	// 1 where nothing had to be compared. If noise was added, it is that of the noisy values.
	Ratio float64
	// Effect is the effect size that was held against what is allowed; NaN if there is none, which vetoes nothing.
	Effect float64
	// Estimate is by how much the experiment is higher, in the metric's unit, with its 98 % interval. NaN if not computed. The
	// interval may be turned around where the values are small or mostly tied.
	Estimate, Lower, Upper float64

	ControlStats, ExperimentStats Stats // of the cleaned values
}

// Stats describe one side of a metric. All are 0 for a side without values; infinite values can make them NaN.
type Stats struct {
	Min, Max, Mean float64
	StdDev         float64 // with n − 1 degrees of freedom; 0 for a single value
	Count          int
}

// newResult is the result of a pair before anything is known.
func newResult(m MetricConfig, pair MetricPair, s samples) MetricResult {
	nan := math.NaN()
	return MetricResult{
		Name: pair.Name, ID: pair.ID, Tags: pair.Tags, Groups: m.Groups, Muted: m.Muted,
		Ratio: nan, Effect: nan, Estimate: nan, Lower: nan, Upper: nan,
		ControlStats: describe(s.control), ExperimentStats: describe(s.experiment),
	}
}
