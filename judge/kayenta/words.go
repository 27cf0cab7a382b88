package kayenta

import "fmt"

// A Direction says which change of a metric is looked for.
type Direction int

// The directions. The zero value is Kayenta's default.
const (
	Either Direction = iota
	Increase
	Decrease
)

func (d Direction) String() string { return word(d, "direction", "either", "increase", "decrease") }

// ParseDirection reads a word of Kayenta's configuration. As there, any word it does not know is either.
func ParseDirection(word string) Direction { return parse(word, Either, Increase, Decrease) }

// A NaNStrategy says what becomes of NaN, which stands for a missing value.
type NaNStrategy int

// The strategies. The zero value is Kayenta's default.
const (
	Remove  NaNStrategy = iota // drop them
	Replace                    // put 0 in their place
)

func (s NaNStrategy) String() string { return word(s, "NaN strategy", "remove", "replace") }

// ParseNaNStrategy reads a word of Kayenta's configuration. As there, any word it does not know is remove.
func ParseNaNStrategy(word string) NaNStrategy { return parse(word, Remove, Replace) }

// A Measure is the effect size that is held against what is allowed.
type Measure int

// The measures. The zero value is Kayenta's default.
const (
	MeanRatio Measure = iota // mean of the experiment / mean of the control; NaN, which vetoes nothing, if either is 0
	CLES                     // P(experiment > control) + ½·P(equal), the common language effect size or A12
)

func (m Measure) String() string { return word(m, "measure", "meanRatio", "cles") }

// ParseMeasure reads a word of Kayenta's configuration. As there, any word it does not know is meanRatio.
func ParseMeasure(word string) Measure { return parse(word, MeanRatio, CLES) }

// A Label is what was found for one metric.
type Label int

// The labels. Nothing is known of the zero value.
const (
	Error            Label = iota // the comparison failed
	Pass                          // neither High nor Low
	High                          // the experiment is higher
	Low                           // the experiment is lower
	Nodata                        // a side without values
	NodataFailMetric              // a side without values, of a metric that must have them
)

func (l Label) String() string {
	return word(l, "label", "Error", "Pass", "High", "Low", "Nodata", "NodataFailMetric")
}

// Flagged reports whether the experiment was found to differ in the direction looked for.
func (l Label) Flagged() bool { return l == High || l == Low }

// A Classification is the verdict on a score.
type Classification int

// The classifications. The zero value is the bad one.
const (
	ScoreFail     Classification = iota // below the marginal threshold
	ScoreMarginal                       // at least at it
	ScorePass                           // at least at the pass threshold
)

func (c Classification) String() string { return word(c, "classification", "Fail", "Marginal", "Pass") }

// word is Kayenta's own word for a constant.
func word[T ~int](v T, kind string, words ...string) string {
	if v < 0 || int(v) >= len(words) {
		return fmt.Sprintf("%s(%d)", kind, int(v))
	}
	return words[v]
}

// parse returns the constant of this name, else the first.
func parse[T fmt.Stringer](word string, constants ...T) T {
	for _, c := range constants {
		if c.String() == word {
			return c
		}
	}
	return constants[0]
}
