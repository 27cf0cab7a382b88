package stats

import "math"

const (
	// fewQuantiles is the number of quantiles of each sample that make the smallest matrix, whose differences are sorted.
	fewQuantiles = 8
	// moreQuantiles · n^⅔ quantiles make the others, if they are at least usefulQuantiles: then looking at them costs a
	// fraction of a pass over all values, and leaves about one difference in two rows to be looked at.
	moreQuantiles, usefulQuantiles = 2, 30
	// quantileError · s^−1.5 is how far, as a share of all, the rank of a difference among those of s × s quantiles may be
	// from its rank among all: farther in 1 case of 8 (normal, exponential and Pareto laws, 20 to 1,440 values, 4 to 360
	// quantiles). It costs more to look at more differences in every case than to search in those few.
	quantileError = 0.5
	// guessError · √size, and a half, is how many places interpolation among size differences may be off, besides. As many
	// independent values scatter by at most √size / 2.
	guessError = 0.4
)

// guess says between which values the differences at some ranks lie: mostly, not always.
func (d differences) guess(wanted [3]ranks) (guessed [3]bounds) {
	if d.count() <= fewDifferences {
		return d.ofFew(wanted)
	}
	some, among := d.quantiles(wanted)
	guessed = some.guess(among)
	below, upto := d.countAround(guessed)
	for q, g := range guessed {
		guessed[q] = g.interpolate(wanted[q], below[q], upto[q])
	}
	return guessed
}

// interpolate moves bounds, of which is known how many differences lie below them and how many up to their end, to where
// the differences at some ranks are to be expected.
func (b bounds) interpolate(w ranks, below, upto int64) bounds {
	width, size := b.last-b.first, float64(upto-below)
	switch {
	case !(width > 0): // many differences are this one, or they overflow
		return b
	case size == 0 && w.to <= below:
		return bounds{b.first - width, b.first}
	case size == 0:
		return bounds{b.last, b.last + width}
	}
	margin := 0.5 + guessError*math.Sqrt(size)
	first := b.first + width*((float64(w.from-below)-margin)/size)
	last := b.first + width*((float64(w.to-below)+margin)/size)
	// Where the bounds hold the ranks, stay inside; if not, do not go far.
	least, most := b.first-2*width, b.last+2*width
	if w.from > below {
		least = b.first
	}
	if w.to <= upto {
		most = b.last
	}
	return bounds{max(min(first, b.last), least), min(max(last, b.first), most)}
}

// quantiles returns the differences of some quantiles of each sample, and where among those to look for ranks.
func (d differences) quantiles(wanted [3]ranks) (some differences, among [3]ranks) {
	m, n := len(d.baseline), len(d.canary)
	s, t := quantileNumber(m), quantileNumber(n)
	memory := make([]float64, s+t)
	some = differences{thin(d.baseline, memory[:s]), thin(d.canary, memory[s:])}
	away := quantileError * math.Sqrt((thinError(s, m)+thinError(t, n))/2) * float64(some.count())
	scale := float64(some.count()) / float64(d.count())
	for q, w := range wanted {
		from, to := (float64(w.from)-0.5)*scale-away, (float64(w.to)-0.5)*scale+away
		among[q] = ranks{max(int64(from+0.5), 1), min(int64(to+1.5), some.count())}
	}
	return some, among
}

// quantileNumber is how many quantiles stand for n values.
func quantileNumber(n int) int {
	root := math.Cbrt(float64(n))
	if s := int(moreQuantiles * root * root); s >= usefulQuantiles && s <= n/4*3 {
		return s
	}
	return min(n, fewQuantiles)
}

// thinError is the square of s^−1.5, or 0 if s quantiles are all n values.
func thinError(s, n int) float64 {
	if s == n {
		return 0
	}
	return 1 / (float64(s) * float64(s) * float64(s))
}

// thin cuts an ascending sample into equal parts, as many as there is memory, and takes the middle of each.
func thin(sorted, memory []float64) []float64 {
	part := float64(len(sorted)) / float64(len(memory))
	for i := range memory {
		memory[i] = sorted[int((float64(i)+0.5)*part)]
	}
	return memory
}
