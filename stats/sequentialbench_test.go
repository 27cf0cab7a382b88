package stats

import "testing"

// BenchmarkSequential measures what the comments say of costs.
func BenchmarkSequential(b *testing.B) {
	histogram := []float64{100, 900, 4000, 9000, 7000, 3000, 1500, 700, 300, 120, 60, 30, 10, 5, 2}
	dozen, hour := equalLooks(12), equalLooks(60)
	plan := PowerPlan{Alpha: 0.05}
	for _, c := range []struct {
		name string
		call func()
	}{
		{"SequentialCounts", func() { must(SequentialCounts(900, 140, 0.1, 48, TwoSided)) }},
		{"SequentialCounts one-sided", func() { must(SequentialCounts(900, 140, 0.1, 48, Greater)) }},
		{"SequentialCounts one-sided 1e8", func() { must(SequentialCounts(9e7, 1e7+1e4, 0.1, 48, Greater)) }},
		{"SequentialRateRatio", func() { must(SequentialRateRatio(900, 140, 0.1, 48, 0.95)) }},
		{"SequentialNormal one-sided", func() { must(SequentialNormal(2, 1, 3, Greater)) }},
		{"SequentialT", func() { must(SequentialT(2.5, 30, 2, TwoSided)) }},
		{"SequentialT one-sided", func() { must(SequentialT(2.5, 30, 2, Greater)) }},
		{"SequentialTCritical one-sided", func() { must(SequentialTCritical(30, 2, 0.01, Greater)) }},
		{"SequentialQuantile 15 buckets", func() { must(SequentialQuantile(histogram, histogram, 0.9, 1000, 1000, TwoSided)) }},
		{"SequentialQuantile 15 buckets one-sided", func() { must(SequentialQuantile(histogram, histogram, 0.9, 1000, 1000, Greater)) }},
		{"GroupSequential 12 looks", func() { must(GroupSequential(dozen, GroupPlan{Alpha: 0.05})) }},
		{"GroupSequential 60 looks", func() { must(GroupSequential(hour, GroupPlan{Alpha: 0.05})) }},
		{"GroupSequential 12 looks Pocock", func() { must(GroupSequential(dozen, GroupPlan{Design: BoundPocock, Alpha: 0.05})) }},
		{"StudentSize", func() { must(StudentSize(0.1, 1, 0.8, plan)) }},
		{"ProportionEffect", func() { must(ProportionEffect(0.1, 1000, 0.8, plan, PowerPooled)) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.call()
			}
		})
	}
}
