package judge

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

const (
	// blockEvents is how many events each side must expect in a block of steps for its scatter to be measurable.
	blockEvents = 5
	// minBlocks is how many blocks the scatter is measured on, at least.
	minBlocks = 6
)

// A block is a run of steps with enough events on both sides.
type block struct {
	baselineEvents, baselineTotal float64
	canaryEvents, canaryTotal     float64
}

// dispersion measures how much more the counts scatter from block to block than independent events would: Pearson's
// statistic of the canary's share of each block's events, by its degrees of freedom. Whatever moves both populations
// at once, such as the time of day, cancels. It is 1, and corrects nothing, where there are too few events to tell or
// the populations were not observed at the same time.
func (u *unit) dispersion() (inflation, float64) {
	blocks, ratio := u.blocks()
	if len(blocks) < minBlocks {
		return inflation{}, 1
	}
	sum := 0.0
	for _, b := range blocks {
		events := b.baselineEvents + b.canaryEvents
		share := ratio * b.canaryTotal / (b.baselineTotal + ratio*b.canaryTotal)
		deviation := b.canaryEvents - events*share
		sum += deviation * deviation / (events * share * (1 - share))
	}
	df := float64(len(blocks) - 1)
	if phi := sum / df; phi > 1 {
		return inflation{factor: math.Sqrt(phi), df: df}, phi
	}
	return inflation{}, 1
}

// blocks gathers steps until each block has enough events, and returns them with the ratio of the two rates.
func (u *unit) blocks() (blocks []block, ratio float64) {
	if u.baseline.window != u.canary.window {
		return nil, 0
	}
	baselineEvents, baselineTotal := u.baseline.sums()
	canaryEvents, canaryTotal := u.canary.sums()
	if baselineEvents == 0 || canaryEvents == 0 {
		return nil, 0
	}
	ratio = canaryEvents / canaryTotal / (baselineEvents / baselineTotal)
	var b block
	for i := range u.canary.events {
		if math.IsNaN(u.baseline.events[i]) || math.IsNaN(u.canary.events[i]) {
			continue
		}
		b.baselineEvents += u.baseline.events[i]
		b.baselineTotal += u.baseline.total[i]
		b.canaryEvents += u.canary.events[i]
		b.canaryTotal += u.canary.total[i]
		events := b.baselineEvents + b.canaryEvents
		share := ratio * b.canaryTotal / (b.baselineTotal + ratio*b.canaryTotal)
		if events*min(share, 1-share) >= blockEvents {
			blocks, b = append(blocks, b), block{}
		}
	}
	return blocks, ratio
}

// stepDispersion measures the same for the mean scores of a histogram's steps: scores[i] is the difference of the two
// sides' mean scores in step i, variances[i] its variance were the observations independent.
func stepDispersion(scores, variances []float64) (inflation, float64) {
	if len(scores) < minBlocks {
		return inflation{}, 1
	}
	var weighted, weights float64
	for i, s := range scores {
		weighted += s / variances[i]
		weights += 1 / variances[i]
	}
	mean, sum := weighted/weights, 0.0
	for i, s := range scores {
		sum += (s - mean) * (s - mean) / variances[i]
	}
	df := float64(len(scores) - 1)
	if phi := sum / df; phi > 1 {
		return inflation{factor: math.Sqrt(phi), df: df}, phi
	}
	return inflation{}, 1
}

// midrankScores returns the midrank of each category, as a part of all observations, in (0, 1), and the variance of a
// single observation's score.
func midrankScores(counts []float64) (scores []float64, variance float64) {
	total := floats.Sum(counts)
	below := 0.0
	for _, n := range counts {
		scores = append(scores, (below+n/2)/total)
		below += n
	}
	for j, n := range counts {
		variance += n / total * (scores[j] - 0.5) * (scores[j] - 0.5)
	}
	return scores, variance
}
