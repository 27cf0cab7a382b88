package spec

import (
	"math"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func TestValidateLooks(t *testing.T) {
	memory := func(logE float64) *serinv1.Carried { return &serinv1.Carried{Metric: "memory", LogE: logE} }
	quantile := func(q float64) *serinv1.Carried {
		return &serinv1.Carried{Metric: "latency", Slice: "eu", Quantile: &q, LogE: 1}
	}
	open := func(earlier ...*serinv1.Carried) *serinv1.Looks {
		return &serinv1.Looks{Open: true, Taken: 3, Earlier: earlier}
	}
	for name, c := range map[string]struct {
		looks *serinv1.Looks
		want  []string
	}{
		"none":                {nil, nil},
		"this once":           {&serinv1.Looks{}, nil},
		"the last of many":    {&serinv1.Looks{Planned: 10_000, Taken: 10_000}, nil},
		"many, with evidence": {&serinv1.Looks{Planned: 10, Taken: 2, Earlier: []*serinv1.Carried{memory(1)}}, nil},
		"open, the first":     {&serinv1.Looks{Open: true}, nil},
		"open, a later one":   {open(memory(-0.5), memory2(), quantile(0.5), quantile(0.99)), nil},
		"too many":            {&serinv1.Looks{Planned: 10_001, Taken: 1}, []string{`looks.planned: must be between 1 and 10000; it is 10001`}},
		"fewer than none":     {&serinv1.Looks{Planned: -1, Taken: 1}, []string{`looks.planned: must be between 1 and 10000; it is -1`}},
		"not said which":      {&serinv1.Looks{Planned: 5}, []string{`looks.taken: required: which of the looks this one is, from 1; it is 0`}},
		"before the first":    {&serinv1.Looks{Open: true, Taken: -1}, []string{`looks.taken: required: which of the looks this one is, from 1; it is -1`}},
		"after the last":      {&serinv1.Looks{Planned: 5, Taken: 6}, []string{`looks.taken: this is look 6 of 5; plan as many as there will be, or say that their number is open`}},
		"more than this one":  {&serinv1.Looks{Taken: 2}, []string{`looks.taken: this is look 2 of 1; plan as many as there will be, or say that their number is open`}},
		"planned and open":    {&serinv1.Looks{Planned: 5, Taken: 1, Open: true}, []string{`looks.planned: 5 are planned, and their number is open; leave one of the two out`}},
		"sliding":             {&serinv1.Looks{Sliding: true, Planned: 60, Taken: 60}, nil},
		"sliding, this once":  {&serinv1.Looks{Sliding: true}, nil},
		"sliding, after the last": {
			&serinv1.Looks{Sliding: true, Planned: 60, Taken: 61},
			[]string{`looks.taken: this is look 61 of 60; plan as many as there will be`},
		},
		"sliding and open": {
			&serinv1.Looks{Sliding: true, Open: true},
			[]string{`looks.open: looks at a window that moves along share alpha, so their number must be known; say how many are planned, or leave sliding out`},
		},
		"sliding, with evidence": {
			&serinv1.Looks{Sliding: true, Planned: 60, Taken: 2, Earlier: []*serinv1.Carried{memory(1)}},
			[]string{`looks.earlier: a look at a window that moves along stands for itself, and is told nothing of those before it; leave it out`},
		},
		"sliding, open and with evidence": {
			&serinv1.Looks{Sliding: true, Open: true, Earlier: []*serinv1.Carried{memory(1)}},
			[]string{
				`looks.open: looks at a window that moves along share alpha, so their number must be known; say how many are planned, or leave sliding out`,
				`looks.earlier: a look at a window that moves along stands for itself, and is told nothing of those before it; leave it out`,
			},
		},
		"few, with evidence": {
			&serinv1.Looks{Planned: 9, Taken: 2, Earlier: []*serinv1.Carried{memory(1)}},
			[]string{`looks.earlier: evidence is carried over only where at least 10 looks are planned, or their number is open; leave it out`},
		},
		"endless evidence": {open(memory(math.Inf(1))), []string{`looks.earlier[0].log_e: must be a finite number, not +Inf`}},
		"misspelt metric":  {open(&serinv1.Carried{Metric: "memroy"}), []string{`looks.earlier[0].metric: "memroy" is no metric of the spec; did you mean "memory"?`}},
		"no metric":        {open(nil), []string{`looks.earlier[0].metric: "" is no metric of the spec; write the name of one`}},
		"quantile of a gauge": {
			open(&serinv1.Carried{Metric: "memory", Quantile: proto.Float64(0.5)}),
			[]string{`looks.earlier[0].quantile: memory is a gauge, which has no quantiles; leave it out`},
		},
		"histogram without a quantile": {
			open(&serinv1.Carried{Metric: "latency"}), []string{`looks.earlier[0].quantile: required: which quantile of the histogram latency`},
		},
		"another quantile": {
			open(quantile(0.9)), []string{`looks.earlier[0].quantile: 0.9 is no quantile of latency in the spec; carry over what the look before this one said`},
		},
		"twice": {
			open(memory(1), quantile(0.5), memory(2)),
			[]string{`looks.earlier[2]: has the metric, slice and quantile of looks.earlier[0]; keep the larger of the two`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := inline()
			request.Spec.Metrics[3].GetHistogram().Quantiles = []float64{0.5, 0.99}
			request.Looks = c.looks
			refuse(t, request, c.want...)
		})
	}
	t.Run("slice of a spec without slices", func(t *testing.T) {
		request := asked(t)
		request.Looks = open(&serinv1.Carried{Metric: "memory", Slice: "eu"})
		refuse(t, request, `looks.earlier[0].slice: the spec has no slices; leave the slice out`)
	})
}

// memory2 is evidence of another slice of memory.
func memory2() *serinv1.Carried { return &serinv1.Carried{Metric: "memory", Slice: "eu", LogE: 2} }

func TestValidateHistoryOfRequests(t *testing.T) {
	history := func(d time.Duration, change func(*serinv1.AnalyzeRequest)) func(*serinv1.AnalyzeRequest) {
		return func(r *serinv1.AnalyzeRequest) {
			r.Spec.History = durationpb.New(d)
			change(r)
		}
	}
	for name, c := range map[string]struct {
		change func(*serinv1.AnalyzeRequest)
		want   []string
	}{
		"an hour": {history(time.Hour, func(*serinv1.AnalyzeRequest) {}), nil},
		"one more window, the same data before": {
			history(time.Hour, func(r *serinv1.AnalyzeRequest) {
				r.Baseline = &serinv1.Population{Variables: r.GetCanary().GetVariables(), Window: between(-90, -60)}
			}),
			[]string{`spec.history: no query of errors uses a variable in which baseline and canary differ, so before the canary's window both would be the same data; leave history out, or use such a variable`},
		},
		"the same populations": {
			history(time.Hour, func(r *serinv1.AnalyzeRequest) { r.Canary = r.GetBaseline() }),
			[]string{`canary: baseline and canary are the same; give them variables or windows that differ`},
		},
		"before there was time": {
			history(time.Hour, func(r *serinv1.AnalyzeRequest) {
				r.Window = &serinv1.Window{Start: &timestamppb.Timestamp{Seconds: -62135596800}, End: &timestamppb.Timestamp{Seconds: -62135595000}}
			}),
			[]string{`spec.history: 1h before the canary's window is before the year 1; make it shorter`},
		},
		"warm-up longer than the window of the request": {
			func(r *serinv1.AnalyzeRequest) {
				r.Spec.WarmUp, r.Window = durationpb.New(10*time.Minute), between(0, 10)
			},
			[]string{`window: the spec's warm_up of 10m leaves nothing of these 10m; make the window longer, or the warm-up shorter`},
		},
		"warm-up longer than the canary's window": {
			func(r *serinv1.AnalyzeRequest) {
				r.Spec.WarmUp, r.Canary.Window = durationpb.New(10*time.Minute), between(0, 5)
			},
			[]string{`canary.window: the spec's warm_up of 10m leaves nothing of these 5m; make the window longer, or the warm-up shorter`},
		},
		"split without exposures": {
			func(r *serinv1.AnalyzeRequest) {
				r.Spec.Split, r.Canary.Exposure = &serinv1.Split{Tolerance: 0.1}, proto.Float64(5)
			},
			[]string{`baseline.exposure: required: the spec's split compares the traffic with the exposures; give the intended share of it here, or leave split out`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := asked(t)
			c.change(request)
			refuse(t, request, c.want...)
		})
	}
}

func TestValidateInlineHistory(t *testing.T) {
	const baselineBefore, canaryBefore = serinv1.PopulationKind_POPULATION_KIND_BASELINE_HISTORY, serinv1.PopulationKind_POPULATION_KIND_CANARY_HISTORY
	before := func(start *timestamppb.Timestamp, n int) *serinv1.Series {
		return &serinv1.Series{Metric: "memory", Population: canaryBefore, Start: start, Values: make([]float64, n)}
	}
	for name, c := range map[string]struct {
		change func(*serinv1.AnalyzeRequest)
		want   []string
	}{
		"both, and the window's own": {
			func(r *serinv1.AnalyzeRequest) {
				r.Series = append(r.Series, before(nil, 60), before(nil, 60))
				r.Series[len(r.Series)-1].Population = baselineBefore
			}, nil,
		},
		"not asked for": {
			func(r *serinv1.AnalyzeRequest) { r.Spec.History, r.Series = nil, append(r.Series, before(nil, 60)) },
			[]string{`series[8].population: the spec has no history; give it history: 1h, or leave the series out`},
		},
		"values of the canary's window": {
			func(r *serinv1.AnalyzeRequest) { r.Series = append(r.Series, before(nil, 61)) },
			[]string{`series[8].values: 61 values from 2026-01-31T09:31:00Z to 2026-01-31T10:31:00Z do not fit the window from 2026-01-31T09:30:00Z to 2026-01-31T10:30:00Z; leave those outside it out`},
		},
		"off the grid": {
			func(r *serinv1.AnalyzeRequest) { r.Series = append(r.Series, before(at(0.25), 1)) },
			[]string{`series[8].start: lies 15s off the grid, which has steps of 1m from the window's start at 2026-01-31T09:30:00Z; move it onto the grid`},
		},
		"twice": {
			func(r *serinv1.AnalyzeRequest) { r.Series = append(r.Series, before(nil, 1), before(nil, 1)) },
			[]string{`series[9]: has the metric, part, population and slice of series[8]; put the values into one series, or leave one out`},
		},
		"exposure of the history alone": {
			func(r *serinv1.AnalyzeRequest) {
				r.Series = append(r.Series, &serinv1.Series{Metric: "crashes", Part: "exposure", Population: canaryBefore, Values: []float64{1}})
				r.Baseline = nil
			},
			[]string{`baseline.exposure: required: "crashes" is a count without a query for its exposure; give the share of traffic or the number of instances here, or a query there`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := inline() // the canary's window begins an hour after the baseline's
			request.Spec.History = durationpb.New(time.Hour)
			c.change(request)
			refuse(t, request, c.want...)
		})
	}
}
