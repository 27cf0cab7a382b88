package kayenta

// A Config says how metrics are judged and what makes their score.
type Config struct {
	Metrics []MetricConfig // names are unique
	// GroupWeights are used as they are: nothing makes them add up to 100. Groups without a weight share what is left of 100,
	// also if that is negative, and weights of groups that no metric is in are lost.
	GroupWeights map[string]float64
	Thresholds   Thresholds
}

// Thresholds classify the score: from Pass on it passes, from Marginal on it is marginal. In Kayenta they come with each
// request; those of its stored configurations are never read.
type Thresholds struct{ Pass, Marginal float64 }

// A MetricConfig says how one metric is judged. The zero value has Kayenta's defaults.
type MetricConfig struct {
	Name        string   // of the pairs it is for
	Groups      []string // a metric counts in each; without a group it never counts in the score
	Direction   Direction
	NaNStrategy NaNStrategy
	Critical    bool // High, Low (see CriticalIncrease) or Nodata make the score 0
	// MustHaveData makes missing data a failed metric. With Critical, or with NaN replaced, it does nothing.
	MustHaveData bool
	Muted        bool // shown, and left out of everything else
	EffectSize   EffectSize
	Outliers     Outliers
}

// An EffectSize says how large an effect has to be to count. Thresholds that are nil are 1, or 0.5 for CLES: an increase has
// to be an increase by the measure too.
type EffectSize struct {
	Measure          Measure
	AllowedIncrease  *float64 // High needs an effect of at least this
	AllowedDecrease  *float64 // Low needs an effect of at most this
	CriticalIncrease *float64 // from here on High is critical, if the metric is
	CriticalDecrease *float64 // down from here Low is critical, if the metric is
}

// Outliers says what becomes of outliers. They are kept unless Remove is set; then each side loses its values beyond the
// wider of two pairs of fences, the 1 % and 99 % quantiles and the quartiles ∓ Factor interquartile ranges.
type Outliers struct {
	Remove bool
	Factor *float64 // above 0; nil for 3
}

// A MetricPair is what was measured of one metric on both sides. NaN is a missing value; infinities are values.
type MetricPair struct {
	Name                string // which MetricConfig it is for
	ID                  string
	Tags                map[string]string
	Control, Experiment []float64
}

const (
	defaultPass, defaultMarginal = 95, 75
	defaultGroup                 = "metrics"
	defaultFactor                = 3.0
	defaultRatio, defaultCLES    = 1.0, 0.5
)

// DefaultConfig judges metrics with Kayenta's defaults, all in one group, against thresholds of 95 and 75.
func DefaultConfig(names ...string) Config {
	config := Config{Thresholds: Thresholds{Pass: defaultPass, Marginal: defaultMarginal}}
	for _, name := range names {
		config.Metrics = append(config.Metrics, MetricConfig{Name: name, Groups: []string{defaultGroup}})
	}
	return config
}

// bounds are thresholds of an effect size.
type bounds struct{ increase, decrease float64 }

// allowed is what an effect has to reach to count.
func (e EffectSize) allowed() bounds {
	return bounds{e.or(e.AllowedIncrease), e.or(e.AllowedDecrease)}
}

// critical is what an effect has to reach to be critical.
func (e EffectSize) critical() bounds {
	return bounds{e.or(e.CriticalIncrease), e.or(e.CriticalDecrease)}
}

func (e EffectSize) or(threshold *float64) float64 {
	switch {
	case threshold != nil:
		return *threshold
	case e.Measure == CLES:
		return defaultCLES
	}
	return defaultRatio
}

func (o Outliers) factor() float64 {
	if o.Factor != nil {
		return *o.Factor
	}
	return defaultFactor
}
