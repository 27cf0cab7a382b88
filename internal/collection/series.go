package collection

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"
)

// A seriesFile holds what was observed of a case: a pair's two series, or the metrics of a deployment.
type seriesFile struct {
	ID       string     `json:"id"`
	Baseline *samples   `json:"baseline"`
	Canary   *samples   `json:"canary"`
	Metrics  []measured `json:"metrics"`
}

// A measured metric of a deployment, with its series.
type measured struct {
	Metric       string   `json:"metric"`
	Kind         string   `json:"kind"`
	Unit         string   `json:"unit"`
	BadDirection *string  `json:"bad_direction"`
	Baseline     *samples `json:"baseline"`
	Canary       *samples `json:"canary"`
}

// samples are the values of one population: from a start in equal steps, or each with its time. Times are in seconds since
// 1970; a value of null is a missing sample.
type samples struct {
	Start      *float64   `json:"start"`
	Step       *float64   `json:"step"`
	Timestamps []float64  `json:"timestamps"`
	Values     []*float64 `json:"values"`
}

// The latest time that is read, some three thousand years after 1970, so that one in milliseconds is refused; and the
// longest step, a year.
const (
	maxSeconds = 1e11
	maxStep    = 366 * 24 * 3600
)

// maxSpan keeps the times of a window within what a duration can hold, with reserve.
const maxSpan = 100 * 365 * 24 * time.Hour

// seconds returns a number of seconds as a duration.
func seconds(s float64) time.Duration {
	return time.Duration(s * float64(time.Second))
}

// problems says everything that is wrong with the series of a case.
func (f seriesFile) problems(e listed) (problems []string) {
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if len(f.Metrics) == 0 {
		problem("metrics: required, with at least one metric")
	}
	for i, m := range f.Metrics {
		path := ""
		if e.deployment {
			path = fmt.Sprintf("metrics[%d].", i)
			if m.Metric == "" {
				problem("%smetric: required", path)
			}
			if m.Kind == "" {
				problem("%skind: required, such as latency or errors", path)
			}
			if !isDirection(m.BadDirection) {
				problem("%sbad_direction: %q is none of up, down and null", path, *m.BadDirection)
			}
		}
		for _, p := range []struct {
			name    string
			samples *samples
		}{{"baseline", m.Baseline}, {"canary", m.Canary}} {
			for _, text := range p.samples.problems(e.step()) {
				problem("%s%s%s", path, p.name, text)
			}
		}
	}
	return problems
}

// problems says what is wrong with one series, each beginning with the rest of its path.
func (s *samples) problems(step time.Duration) []string {
	const regular = "want start and step, or timestamps"
	switch {
	case s == nil:
		return []string{": required: values, with start and step or with timestamps"}
	case len(s.Values) == 0:
		return []string{".values: required, with at least one value; null is a missing sample"}
	case s.Timestamps != nil && (s.Start != nil || s.Step != nil):
		return []string{".timestamps: there is a start or a step too; " + regular}
	case s.Timestamps == nil && (s.Start == nil || s.Step == nil):
		return []string{": " + regular}
	case s.Timestamps == nil && seconds(*s.Step) != step:
		return []string{fmt.Sprintf(".step: %v s, but the manifest says step_seconds %v", *s.Step, step.Seconds())}
	case s.Timestamps != nil && len(s.Timestamps) != len(s.Values):
		return []string{fmt.Sprintf(".timestamps: %d for %d values", len(s.Timestamps), len(s.Values))}
	case s.Timestamps != nil && !slices.IsSorted(s.Timestamps):
		return []string{".timestamps: they do not ascend"}
	}
	times := s.times()
	if first, last := times[0], times[len(times)-1]; first < -maxSeconds || last > maxSeconds || last-first > maxSpan.Seconds() {
		return []string{fmt.Sprintf(": times from %v to %v are no seconds since 1970", first, last)}
	}
	if time.Duration(len(times)) > maxSpan/step/2 {
		return []string{fmt.Sprintf(".values: %d steps of %v are too long a time", len(times), step)}
	}
	return nil
}

// times returns the time of every value.
func (s *samples) times() []float64 {
	if s.Timestamps != nil {
		return s.Timestamps
	}
	times := make([]float64, len(s.Values))
	for i := range times {
		times[i] = *s.Start + float64(float64(i)**s.Step)
	}
	return times
}

// explain says why a file cannot be read, without the words of the operating system where they say nothing more.
func explain(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("there is no such file, nor one of this name with .gz")
	}
	return err
}
