package main

import "fmt"

// A bar is what a figure of serin must reach.
type bar struct {
	limit   float64
	atLeast bool // else at most
	digits  int
	unit    string // of the distance
}

func atLeast(percent float64) bar { return bar{percent, true, 1, " points"} }
func atMost(percent float64) bar  { return bar{percent, false, 1, " points"} }

// The bars of the decision rule. Where a bar is used once, it stands where it is used.
func barF1() bar               { return bar{0.8, true, 3, ""} }    // on the real pairs
func barMinutes(m float64) bar { return bar{m, false, 0, " min"} } // to find a regression, in the median
func barFalseAlarms() bar      { return atMost(5) }                // of harmless canaries flagged, real or simulated
func barAborts() bar           { return atMost(1) }                // of harmless canaries aborted

// A barred figure is one that a bar is set for.
type barred struct {
	what string
	estimate
	n   int
	bar bar
}

// hold sets a figure against its bar.
func (m *measurement) hold(what string, e estimate, n int, b bar) {
	m.bars = append(m.bars, barred{what, e, n, b})
}

// outcome says whether the bar is met, and by how much.
func (b barred) outcome() string {
	distance, whole := b.value-b.bar.limit, b.lower >= b.bar.limit
	if !b.bar.atLeast {
		distance, whole = -distance, b.upper <= b.bar.limit
	}
	switch text := fmt.Sprintf("by %.*f%s", b.bar.digits+1, max(distance, -distance), b.bar.unit); {
	case distance < 0:
		return "**missed** " + text
	case !whole:
		return "met " + text + ", with an interval that reaches beyond"
	default:
		return "met " + text
	}
}

func (b bar) String() string {
	if b.atLeast {
		return fmt.Sprintf("at least %g", b.limit)
	}
	return fmt.Sprintf("at most %g", b.limit)
}

// barTable sets every figure of serin that has a bar against it.
func (m *measurement) barTable() table {
	t := table{header: []string{"what", "n", "serin", "bar", "outcome"}}
	for _, b := range m.bars {
		value := b.percent()
		if b.bar.unit != " points" {
			value = b.cell(b.bar.digits)
		}
		t.add(word("%s", b.what), count(b.n), value, word("%v", b.bar), word("%s", b.outcome()))
	}
	return t
}
