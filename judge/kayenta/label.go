package kayenta

import (
	"fmt"
	"math"
)

const (
	confidence = 0.98 // of the interval; Kayenta has a property for it, which it does not read
	tolerance  = 0.25 // part of the estimate that the interval has to lie beyond; likewise
)

// label judges one pair. The first case that holds decides.
func (m MetricConfig) label(pair MetricPair) MetricResult {
	s := m.clean(pair)
	ranks := rank(s)
	r := newResult(m, pair, s)
	switch {
	case s.empty():
		m.withoutData(&r)
	case ranks.identical():
		r.Label, r.Ratio, r.Reason = Pass, 1, "the experiment and the control have the same values"
	case s.tied():
		r.Label, r.Ratio = Pass, 1
	case s.constant():
		noisy := s.withNoise()
		m.compare(&r, noisy, rank(noisy))
	default:
		m.compare(&r, s, ranks)
	}
	return r
}

// withoutData judges a pair of which a side has no values. Zeros in their place are data, so that with [Replace] only a side
// without any points comes here.
func (m MetricConfig) withoutData(r *MetricResult) {
	r.Ratio = 1
	if m.NaNStrategy == Replace {
		r.Label = Pass
		return
	}
	r.Label, r.Critical, r.Reason = Nodata, m.Critical, "no data for "+m.Name
	if m.MustHaveData && !m.Critical {
		r.Label = NodataFailMetric
	}
}

// compare judges a pair by the shift between its sides and the effect size.
func (m MetricConfig) compare(r *MetricResult, s samples, ranks ranking) {
	shift, err := ranks.shift(confidence)
	if err != nil {
		r.Label, r.Reason = Error, fmt.Sprintf("%s cannot be compared: %v", m.Name, err)
		return
	}
	r.Estimate, r.Lower, r.Upper = shift.estimate, shift.lower, shift.upper
	r.Ratio = s.meanRatio()
	r.Effect = r.Ratio
	if m.EffectSize.Measure == CLES {
		r.Effect = ranks.cles()
	}
	allowed, critical := m.EffectSize.allowed(), m.EffectSize.critical()
	bound := tolerance * math.Abs(shift.estimate)
	switch {
	case m.Direction != Decrease && shift.lower > bound && allowed.increased(r.Effect):
		r.Label, r.Critical = High, m.Critical && critical.increased(r.Effect)
		r.Reason = m.Name + " is higher than in the control"
	case m.Direction != Increase && shift.upper < -bound && allowed.decreased(r.Effect):
		r.Label, r.Critical = Low, m.Critical && critical.decreased(r.Effect)
		r.Reason = m.Name + " is lower than in the control"
	default:
		r.Label = Pass
	}
	if r.Critical {
		r.Reason += ", and is critical"
	}
}

// increased reports whether an effect reaches the threshold of an increase; one that does not exist does.
func (b bounds) increased(effect float64) bool { return math.IsNaN(effect) || effect >= b.increase }

// decreased reports the same of a decrease.
func (b bounds) decreased(effect float64) bool { return math.IsNaN(effect) || effect <= b.decrease }
