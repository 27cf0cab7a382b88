package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

const (
	// blockEvents is how many events each side must expect in a block of steps for its scatter to be measurable.
	blockEvents = 5
	// minBlocks is how many blocks the scatter is measured on, at least.
	minBlocks = 6
	// followBlocks is how many it takes to tell how far each block follows the one before it; with fewer the estimate is
	// mostly chance, and would widen every test of few events beyond use.
	followBlocks = 20
	// rhoMargin raises the autocorrelation of blocks by this part of its standard error: there are few of them, and to
	// underestimate it costs false alarms.
	rhoMargin = 0.5
)

// dispersionOf measures how much more the counts of two populations scatter from block to block of steps than
// independent events would. It looks at the canary's share of each block's events, so that whatever moves both at once,
// such as the time of day, cancels. It is 1, corrects nothing and is not measured, where there are too few events to tell or
// the populations were not observed at the same time.
//
// For proportions the events of a block are drawn from its trials (hypergeometric); for rates they are independent
// (binomial given their sum).
func dispersionOf(baseline, canary arm, proportions bool) (correction inflation, dispersion float64, measured bool) {
	if !baseline.window.equal(canary.window) {
		return inflation{}, 1, false
	}
	baselineEvents, baselineTotal := baseline.sums()
	canaryEvents, canaryTotal := canary.sums()
	if baselineEvents == 0 || canaryEvents == 0 {
		return inflation{}, 1, false
	}
	ratio := canaryEvents / canaryTotal / (baselineEvents / baselineTotal)
	var residuals []float64
	var b block
	for i := range canary.events {
		if math.IsNaN(baseline.events[i]) || math.IsNaN(canary.events[i]) {
			continue
		}
		b.add(baseline, canary, i)
		if b.informative(ratio, proportions) {
			residuals = append(residuals, b.residual(ratio, proportions))
			b = block{}
		}
	}
	correction, dispersion = scatter(residuals)
	return correction, dispersion, len(residuals) >= minBlocks
}

// A block is a run of steps with enough events on both sides.
type block struct {
	baselineEvents, baselineTotal float64
	canaryEvents, canaryTotal     float64
}

func (b *block) add(baseline, canary arm, i int) {
	b.baselineEvents += baseline.events[i]
	b.baselineTotal += baseline.total[i]
	b.canaryEvents += canary.events[i]
	b.canaryTotal += canary.total[i]
}

// share is the part of the block's events that is expected from the canary.
func (b *block) share(ratio float64) float64 {
	return ratio * b.canaryTotal / (b.baselineTotal + ratio*b.canaryTotal)
}

// informative reports whether enough events, and for proportions enough of the others, are expected on either side.
func (b *block) informative(ratio float64, proportions bool) bool {
	events := b.baselineEvents + b.canaryEvents
	if proportions {
		events = min(events, b.baselineTotal+b.canaryTotal-events)
	}
	share := b.share(ratio)
	return events*min(share, 1-share) >= blockEvents
}

// residual is the canary's events less those expected, in standard deviations of independent events.
func (b *block) residual(ratio float64, proportions bool) float64 {
	events := b.baselineEvents + b.canaryEvents
	share := b.share(ratio)
	variance := events * share * (1 - share)
	if proportions {
		variance *= 1 - events/(b.baselineTotal+b.canaryTotal)
	}
	return (b.canaryEvents - events*share) / math.Sqrt(variance)
}

// scatter turns residuals, which have variance 1 if events are independent, into what widens a test: their variance,
// and how far each follows the one before it.
func scatter(residuals []float64) (inflation, float64) {
	if len(residuals) < minBlocks {
		return inflation{}, 1
	}
	residuals = aboutLevels(residuals)
	sum := 0.0
	for _, r := range residuals {
		sum += r * r
	}
	n := float64(len(residuals))
	phi, rho := max(1, sum/(n-1)), 0.0
	if len(residuals) >= followBlocks {
		if r, err := stats.Autocorrelation1(residuals); err == nil {
			rho = dependence{rho: max(0, r), se: rhoMargin * math.Sqrt((1-r*r)/n)}.cautious()
			phi *= (1 + rho) / (1 - rho)
		}
	}
	if phi == 1 {
		return inflation{}, 1
	}
	return inflation{factor: math.Sqrt(phi), df: max(minBlocks-1, stats.EffectiveN(n, rho)-1)}, phi
}

const (
	// stepBlocks is how many blocks tell a step from scatter, and stepPart the part of the scatter that it must make.
	stepBlocks = 12
	stepPart   = 0.6
)

// aboutLevels returns residuals about two levels, one after the other, where those make most of their scatter: a rate that
// steps up is a change, and not noise by which to excuse it.
func aboutLevels(residuals []float64) []float64 {
	if len(residuals) < stepBlocks {
		return residuals
	}
	best := clearer(steps(residuals))
	if !best.most(stepPart) {
		return residuals
	}
	moved := make([]float64, 0, len(residuals))
	for _, part := range [][]float64{residuals[:best.at], residuals[best.at:]} {
		center, _ := stats.Mean(part)
		for _, r := range part {
			moved = append(moved, r-center)
		}
	}
	return moved
}
