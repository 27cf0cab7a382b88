package prometheus

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// maxValues is how many values an answer may have in all, gaps included: a quarter of a GiB.
const maxValues = 1 << 25

// remedy is what to ask for in place of native histograms.
const remedy = "native histograms are not read; ask for the classic buckets, sum by (le) (increase(x_bucket[…])), " +
	"or for a number: histogram_quantile, histogram_count, histogram_sum"

// atOnce turns the answer of an instant query into one of a range of one point.
func atOnce(value model.Value) (model.Matrix, error) {
	switch v := value.(type) {
	case *model.Scalar:
		return model.Matrix{{Values: []model.SamplePair{{Timestamp: v.Timestamp, Value: v.Value}}}}, nil
	case model.Vector:
		matrix := make(model.Matrix, len(v))
		for i, s := range v {
			if s.Histogram != nil {
				return nil, fmt.Errorf("%w: %s", providers.ErrQuery, remedy)
			}
			matrix[i] = &model.SampleStream{Metric: s.Metric, Values: []model.SamplePair{{Timestamp: s.Timestamp, Value: s.Value}}}
		}
		return matrix, nil
	default:
		return nil, fmt.Errorf("%w: it selects samples over a range; put a function around it, such as rate() or "+
			"last_over_time()", providers.ErrQuery)
	}
}

// An answer gathers the parts of an answer on the grid of its query.
type answer struct {
	query   providers.Query
	steps   int
	streams map[string]*stream
	parts   int // so far
}

// A stream is a series with the last part that had it, counted from 1.
type stream struct {
	key string
	series.Labelled
	part int
}

func newAnswer(q providers.Query) *answer {
	return &answer{query: q, steps: series.Steps(q.Start, q.End, q.Step), streams: map[string]*stream{}}
}

// add takes in one part. Series with the same labels are one.
func (a *answer) add(matrix model.Matrix) error {
	a.parts++
	for _, from := range matrix {
		if len(from.Histograms) > 0 {
			return fmt.Errorf("%w: %s", providers.ErrQuery, remedy)
		}
		to, err := a.stream(from.Metric)
		if err != nil {
			return err
		}
		for _, pair := range from.Values {
			if err := a.put(to, pair); err != nil {
				return err
			}
		}
	}
	return nil
}

// stream returns the series with the labels of a metric.
func (a *answer) stream(metric model.Metric) (*stream, error) {
	key := metric.String()
	s := a.streams[key]
	switch {
	case s != nil && s.part == a.parts:
		return nil, fmt.Errorf("%w: the answer has two series with the labels %s", providers.ErrUnavailable, oneLine(key))
	case s == nil && (len(a.streams)+1)*a.steps > maxValues:
		return nil, fmt.Errorf("%w: more than %d of %d steps; let the query aggregate, or take a longer step",
			providers.ErrTooManySeries, len(a.streams), a.steps)
	case s == nil:
		s = &stream{key: key, Labelled: series.Labelled{
			Labels: labelsOf(metric),
			Series: series.New(a.query.Start, a.query.Step, a.steps),
		}}
		a.streams[key] = s
	}
	s.part = a.parts
	return s, nil
}

// put stores a value in its step.
func (a *answer) put(to *stream, pair model.SamplePair) error {
	t := pair.Timestamp.Time()
	since := t.Sub(a.query.Start)
	i := int(since/a.query.Step) - 1
	if since%a.query.Step != 0 || i < 0 || i >= a.steps {
		return fmt.Errorf("%w: the answer has a value at %s, which was not asked for; does something on the way move "+
			"queries to another grid?", providers.ErrUnavailable, clock(t))
	}
	if v := float64(pair.Value); !math.IsNaN(v) {
		to.Values[i] = v
	}
	return nil
}

// series returns all series, in the order of their labels.
func (a *answer) series() []series.Labelled {
	sorted := make([]*stream, 0, len(a.streams))
	for _, s := range a.streams {
		sorted = append(sorted, s)
	}
	slices.SortFunc(sorted, func(s, t *stream) int { return strings.Compare(s.key, t.key) })
	all := make([]series.Labelled, len(sorted))
	for i, s := range sorted {
		all[i] = s.Labelled
	}
	return all
}

// labelsOf returns the labels of a metric, in UTF-8 whatever the server thinks that is.
func labelsOf(metric model.Metric) map[string]string {
	labels := make(map[string]string, len(metric))
	for name, value := range metric {
		labels[strings.ToValidUTF8(string(name), "\uFFFD")] = strings.ToValidUTF8(string(value), "\uFFFD")
	}
	return labels
}
