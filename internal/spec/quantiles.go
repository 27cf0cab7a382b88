package spec

import "slices"

// maxQuantiles is how many quantiles of one histogram are compared: each is a test more that shares its alpha.
const maxQuantiles = 10

// quantiles: each inside (0, 1) and once, few of them, and one alone where it is bounded.
func (m metricCheck) quantiles() {
	path, quantiles := m.at("histogram.quantiles"), m.metric.GetHistogram().GetQuantiles()
	if len(quantiles) > maxQuantiles {
		m.settle(path, "%d quantiles, more than the %d that are compared; leave the least important out",
			len(quantiles), maxQuantiles)
		return
	}
	for i, q := range quantiles {
		switch {
		case q <= 0 || q >= 1:
			m.add(element(path, i), "a quantile lies between 0 and 1, such as 0.99 for the 99th percentile; it is %v", q)
		case slices.Contains(quantiles[:i], q):
			m.add(element(path, i), "%v is listed twice; keep one", q)
		}
	}
	if m.judge == judgeThreshold && len(quantiles) != 1 {
		m.add(path, "a threshold bounds one quantile of a histogram; write the one meant, such as [0.99]")
	}
}
