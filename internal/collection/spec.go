package collection

import (
	"errors"
	"slices"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/judge"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// defaultMetric is the metric of a spec that stands for all that it does not name.
const defaultMetric = "default"

// Under returns the case as it is judged under a spec.
//
// For a recording the spec replaces the recorded one, as in `serin replay --spec`. For a case of a manifest it contributes
// alpha and the score's policy; and to each metric the judge, margins, role, weight and missing policy of its own metric of
// the same name, else of the one named like the metric's kind (latency, errors, …), else of the one named default. A metric
// that none of them fits keeps serin's defaults. The series are gauges whatever the spec says of its metric, so a z_test
// becomes the rank test; groups and looks are left out.
//
// Errors: all mistakes of a spec that does not fit the recording, each behind the case's ID.
func (c Case) Under(s *serinv1.Spec) (Case, error) {
	if c.recording != nil {
		under, err := c.underRecorded(s)
		if mistakes := spec.Mistakes(nil); errors.As(err, &mistakes) {
			err = errors.New(mistakes.In(c.ID))
		}
		return under, err
	}
	policy := wire.Policy(s)
	c.Plan.Name, c.Plan.Alpha, c.Plan.Score = policy.Name, policy.Alpha, policy.Score
	metrics := make([]judge.Metric, len(c.Plan.Metrics))
	for i, m := range c.Plan.Metrics {
		metrics[i] = m
		if p, ok := policyFor(c.metrics[i], policy.Metrics); ok {
			metrics[i] = under(m, p)
		}
	}
	c.Plan.Metrics = metrics
	return c, nil
}

// Fits reports whether a spec has a metric for any metric of the case, by its name, its kind or default. For a recording, whose
// own spec it replaces, every spec does.
func (c Case) Fits(s *serinv1.Spec) bool {
	policies := wire.Policy(s).Metrics
	return c.recording != nil || slices.ContainsFunc(c.metrics, func(m named) bool {
		_, ok := policyFor(m, policies)
		return ok
	})
}

// Words returns by what a spec can speak of the case's metrics: their names, then their kinds; nothing for a recording.
func (c Case) Words() (words []string) {
	for _, m := range c.metrics {
		words = append(words, m.name)
	}
	for _, m := range c.metrics {
		words = append(words, m.kind)
	}
	return words
}

// policyFor finds the metric of a spec that speaks for a metric of a case.
func policyFor(m named, policies []judge.Metric) (judge.Metric, bool) {
	for _, name := range []string{m.name, m.kind, defaultMetric} {
		for _, p := range policies {
			if p.Name == name {
				return p, true
			}
		}
	}
	return judge.Metric{}, false
}

// under returns a gauge as it is judged under the policy of a spec's metric.
func under(m, policy judge.Metric) judge.Metric {
	m.Role, m.Weight, m.Missing = policy.Role, policy.Weight, policy.Missing
	m.Pause, m.Abort = policy.Pause, policy.Abort
	m.Judge, m.Limit = judge.ByKind, judge.Limit{}
	if policy.Judge == judge.Threshold {
		m.Judge, m.Limit = policy.Judge, policy.Limit
	}
	// A level is a bound on one side, and the manifest does not always say which.
	if level := m.Pause.Level != nil || m.Abort.Level != nil; level && m.Direction == judge.EitherIsWorse {
		m.Direction = policy.Direction
	}
	return m
}
