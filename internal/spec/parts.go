package spec

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// The parts of a metric's data.
const (
	partValue    = "value"
	partEvents   = "events"
	partTotal    = "total"
	partExposure = "exposure"
	partBucket   = "le="
)

// part: one that the metric's kind has.
func (s seriesCheck) part() {
	path, part := s.at("part"), s.series.GetPart()
	switch kind := kindOf(s.metric); kind {
	case "": // the metric has a mistake of its own
	case kindHistogram:
		if _, ok := bound(part); !ok {
			s.settle(path, "the part of a histogram is le= and a bucket's upper bound, such as le=0.5 or le=+Inf; it is %q",
				shorten(part))
		}
	default:
		if parts := partsOfKind(kind); !slices.Contains(parts, canonical(part)) {
			s.settle(path, "the part of a %s is %s; it is %q", kind, strings.Join(parts, " or "), shorten(part))
		}
	}
}

// partsOfKind returns the parts of a kind's data.
func partsOfKind(kind string) []string {
	switch kind {
	case kindRatio:
		return []string{partEvents, partTotal}
	case kindCount:
		return []string{partEvents, partExposure}
	default:
		return []string{partValue}
	}
}

// canonical returns the one spelling of a part: value may be left out, and a bound be written in several ways.
func canonical(part string) string {
	if le, ok := bound(part); ok {
		return partBucket + strconv.FormatFloat(le, 'g', -1, 64)
	}
	if part == "" {
		return partValue
	}
	return part
}

// bound returns the upper bound of the bucket that a part names.
func bound(part string) (float64, bool) {
	text, ok := strings.CutPrefix(part, partBucket)
	if text == "+Inf" {
		return math.Inf(1), ok
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, ok && err == nil && isDecimal(text)
}
