package stats

import "math"

// A window is a range of values that holds the differences at one or two ranks.
type window struct {
	ranks
	bounds
	below, upto   int64   // how many differences are smaller than first, and at most last
	within        trace   // where those smaller than first end; nil as long as there are none
	beyond        trace   // where those up to last end; nil as long as these are all
	earlier       bounds  // before the last pass
	held          int64   // how many differences it held before the last pass
	tested        bool    // the pivot is next to a limit, to tell whether this is the one
	stride        float64 // from a limit that was cut to the next pivot, while the other limit is the extreme difference
	pivot, second float64 // where to cut it next, and a second pivot if there is room
	found         bool    // first and last are the differences wanted
}

// strides is in how many passes the other limit may be looked for by strides, each four times as long as the one before.
const strides = 4

// cut narrows a window at a pivot, if that is inside, with a number of differences up to it, which end at a trace.
func (w *window) cut(d differences, pivot float64, upto int64, t trace) {
	switch {
	case w.found:
	case upto >= w.to:
		if pivot < w.last {
			w.last, w.upto, w.beyond = pivot, upto, t
		}
	case upto < w.from:
		if pivot >= w.first {
			w.first, w.below, w.within = after(pivot), upto, t
		}
	default: // it is between the two wanted
		w.first, _ = d.largestWithin(t)
		w.last, _ = d.leastBeyond(t)
		w.found = true
	}
}

// pick finds the differences wanted among all those from first up to last.
func (w *window) pick(inside []float64, last float64) {
	w.bounds = pick(inside, int(w.from-w.below-1), int(w.to-w.below-1), bounds{w.first, last})
	w.found = true
}

// aim moves new limits of a window to differences, and chooses the pivots that are to cut it next:
//
//   - next to a new limit, if several differences are equal to it, but not twice in succession;
//   - a stride away from the one limit that was cut;
//   - in the middle of all float64 between its limits, if the last pass left more than half of its differences;
//   - where interpolation says that what is wanted lies, and a little farther, on the side where more is to be gained.
//
// So of any three passes one halves the number of differences in the window or that of the float64 values in it, and there are
// some 300 passes at most, whatever the data. As a rule there is one, and with many ties there are two to four.
func (s *search) aim(w *window) {
	limit, several := w.tighten(s.differences)
	if w.first == w.last {
		w.found = true
		return
	}
	size := w.upto - w.below
	inside := float64(size)
	margin := 2 + math.Sqrt(inside) + 0.1*inside*(inside/float64(s.count()))
	scale := (w.last - w.first) / inside
	near := w.first + scale*(float64(w.to-w.below)+margin)
	far := w.first + scale*(float64(w.from-w.below)-margin)
	if w.from-w.below > w.upto-w.to {
		near, far = far, near
	}
	w.tested = several && !w.tested
	striding := s.passes <= strides && w.stride > 0
	switch {
	case w.tested:
		near, far = limit, near
	case striding && w.below == 0:
		near, far = w.last-w.stride, w.last-w.stride/4
	case striding && w.upto == s.count():
		near, far = w.first+w.stride, w.first+w.stride/4
	case s.passes > 1 && size > w.held/2:
		near, far = midway(w.bounds), near
	}
	w.pivot, w.second = w.inside(near), w.inside(far)
}

// tighten moves the limits that are new to the differences next to them. It returns the pivot that would tell whether the
// one closer to the ranks wanted is the difference at them, and whether several differences are equal to that limit.
func (w *window) tighten(d differences) (pivot float64, several bool) {
	if w.last != w.earlier.last {
		last, rows := d.largestWithin(w.beyond)
		w.last, pivot, several = last, before(last), rows > 1
	}
	if w.first != w.earlier.first {
		first, rows := d.leastBeyond(w.within)
		w.first = first
		if rows > 1 && (!several || w.from-w.below < w.upto-w.to) {
			pivot, several = first, true
		}
	}
	return pivot, several
}

// inside returns a pivot that cuts something off: the one given, or the one midway.
func (b bounds) inside(pivot float64) float64 {
	if pivot >= b.first && pivot < b.last {
		return pivot
	}
	return midway(b)
}

// midway is in the middle of the float64 values from first to last, first < last, and not last.
func midway(b bounds) float64 {
	if mid := keyValue(orderKey(b.first)/2 + orderKey(b.last)/2); mid < b.last {
		return mid
	}
	return before(b.last) // the middle of −5e−324 and 0 is −0
}

// before is the largest float64 smaller than v.
func before(v float64) float64 { return math.Nextafter(v, math.Inf(-1)) }

// after is the smallest float64 larger than v.
func after(v float64) float64 { return math.Nextafter(v, math.Inf(1)) }
