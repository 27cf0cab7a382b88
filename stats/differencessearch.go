package stats

// A search narrows windows around differences at three ranges of one or two ranks.
type search struct {
	differences
	windows [3]window
	memory  []float64 // for the differences of one window that is small enough
	passes  int
}

// find is at, best for a baseline that is not larger than the canary.
func (d differences) find(wanted [3]ranks) (found [3]bounds) {
	if d.count() <= fewDifferences {
		return d.ofFew(wanted)
	}
	some, among := d.quantiles(wanted)
	s := d.search(wanted)
	s.try(some.guess(among))
	for !s.done() {
		s.pass()
	}
	for q, w := range s.windows {
		found[q] = bounds{w.first + 0, w.last + 0} // not −0
	}
	return found
}

// search starts with all differences in every window. A window is small enough when it holds less than one difference for
// each step of a pass: collecting them is faster than another pass.
func (d differences) search(wanted [3]ranks) search {
	m, n := len(d.baseline), len(d.canary)
	s := search{differences: d, memory: make([]float64, 64+2*block+min((m+n)/2, 8*m))}
	for q, r := range wanted {
		s.windows[q] = window{ranks: r, bounds: bounds{d.canary[0] - d.baseline[m-1], d.canary[n-1] - d.baseline[0]}, upto: d.count()}
	}
	return s
}

// done says whether all differences wanted are found.
func (s *search) done() bool {
	return s.windows[0].found && s.windows[1].found && s.windows[2].found
}

// try cuts the windows where a guess begins, and looks whether what is wanted is among the differences up to its end. If
// there are too many, or if they are not spread over the rows, most of them will be equal: collecting them is given up.
func (s *search) try(guess [3]bounds) {
	s.cutAll([3]float64{before(guess[0].first), before(guess[1].first), before(guess[2].first)})
	for q, g := range guess {
		w := &s.windows[q]
		w.stride = 4 * (g.last - g.first)
		if w.found {
			continue
		}
		if g.last < w.last {
			size := s.collect(w.within, g.last, s.memory, 2+2*len(s.memory)/len(s.baseline))
			if size < 0 {
				w.stride /= 4
			} else if w.to <= w.below+int64(size) {
				w.pick(s.memory[:size], g.last)
				continue
			}
		}
		s.aim(w)
	}
}

// pass cuts all windows at the pivots that were chosen for those whose differences are not found.
func (s *search) pass() {
	var pivots [3]float64
	next := 0
	for q, w := range s.windows {
		pivots[q] = w.pivot
		if w.found { // room for a second pivot of another one
			for next < 2 && s.windows[next].found {
				next++
			}
			pivots[q] = s.windows[next].second
			next = (next + 1) % 3
		}
	}
	s.cutAll(pivots)
	for q := range s.windows {
		if w := &s.windows[q]; !w.found {
			w.stride *= 4
			s.aim(w)
		}
	}
}

// cutAll cuts every window at every pivot, and finds the differences of those that are small enough then.
func (s *search) cutAll(pivots [3]float64) {
	s.passes++
	traces := newTraces(len(s.baseline))
	upto := s.follow(pivots, traces)
	for q := range s.windows {
		w := &s.windows[q]
		w.earlier, w.held = w.bounds, w.upto-w.below
		for p, pivot := range pivots {
			w.cut(s.differences, pivot, upto[p], traces[p])
		}
		if size := w.upto - w.below; w.first == w.last {
			w.found = true
		} else if !w.found && size <= int64(len(s.memory)-2*block) {
			s.collect(w.within, w.last, s.memory, len(s.memory))
			w.pick(s.memory[:size], w.last)
		}
	}
}
