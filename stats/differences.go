package stats

// differences are the m·n values canary[j] − baseline[i] of two ascending samples, seen as a matrix whose rows and
// columns are sorted; rounding, and overflow to ±Inf, keep them sorted. They are never all in memory.
//
// Differences at given ranks are found three at a time, because a median and its two limits are what is wanted, and because
// passes over the samples for three cost little more than for one. A matrix of quantiles says between which values each
// of them lies (guess); one pass counts what lies below, and a second one collects what lies between (search.try), among
// which few the wanted ones are selected (pick). Where the quantiles mislead, or many differences are equal, more passes
// narrow a window around each (search.pass).
type differences struct {
	baseline, canary []float64
}

// ranks are a range of places among the differences in ascending order, from 1, both ends included.
type ranks struct{ from, to int64 }

// bounds are a range of values, both ends included.
type bounds struct{ first, last float64 }

// count is the number of differences.
func (d differences) count() int64 { return int64(len(d.baseline)) * int64(len(d.canary)) }

// median is the middle difference, or the mean of the two middle ones.
func (d differences) median() float64 {
	value, _, _ := d.shift(1)
	return value
}

// shift returns the median and the differences at ranks k and count + 1 − k, 1 <= k <= count.
func (d differences) shift(k int64) (median, lo, hi float64) {
	total := d.count()
	found := d.at([3]ranks{{k, k}, {(total + 1) / 2, total/2 + 1}, {total + 1 - k, total + 1 - k}})
	return middle(found[1].first, found[1].last), found[0].first, found[2].first
}

// at returns the differences at both ends of each range of one or two ranks.
func (d differences) at(wanted [3]ranks) (found [3]bounds) {
	if len(d.baseline) <= len(d.canary) {
		return d.find(wanted)
	}
	// A pass remembers a number for each value of the baseline, so the baseline is to be the smaller sample. The other way
	// round all differences change their signs.
	for q, w := range wanted {
		wanted[q] = ranks{d.count() + 1 - w.to, d.count() + 1 - w.from}
	}
	for q, f := range (differences{d.canary, d.baseline}).find(wanted) {
		found[q] = bounds{0 - f.last, 0 - f.first}
	}
	return found
}

// fewDifferences is how many differences are just sorted.
const fewDifferences = 64

// ofFew returns the differences at both ends of ranges of ranks among few differences, by sorting all of them.
//
// From diagonal to diagonal of the matrix they increase already, but for the irregularity of the samples: insertion has
// little to move.
func (d differences) ofFew(wanted [3]ranks) (found [3]bounds) {
	var memory [fewDifferences]float64
	m, n, all := len(d.baseline), len(d.canary), memory[:0]
	for diagonal := 1 - m; diagonal < n; diagonal++ {
		for i := max(0, -diagonal); i < min(m, n-diagonal); i++ {
			v, j := d.canary[i+diagonal]-d.baseline[i], len(all)
			all = append(all, v)
			for ; j > 0 && all[j-1] > v; j-- {
				all[j] = all[j-1]
			}
			all[j] = v
		}
	}
	for q, w := range wanted {
		found[q] = bounds{all[w.from-1] + 0, all[w.to-1] + 0} // not −0
	}
	return found
}
