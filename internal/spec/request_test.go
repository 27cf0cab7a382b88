package spec

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

const (
	ofBaseline = serinv1.PopulationKind_POPULATION_KIND_BASELINE
	ofCanary   = serinv1.PopulationKind_POPULATION_KIND_CANARY
)

// at returns a time some minutes after the start of the tests' window.
func at(minutes float64) *timestamppb.Timestamp {
	start := time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC)
	return timestamppb.New(start.Add(time.Duration(minutes * float64(time.Minute))))
}

// between returns a window.
func between(start, end float64) *serinv1.Window {
	return &serinv1.Window{Start: at(start), End: at(end)}
}

// asked returns a valid request whose data come from a provider: a ratio and a gauge.
func asked(t *testing.T) *serinv1.AnalyzeRequest {
	t.Helper()
	spec, mistakes := Read(checkout(t), FromProvider)
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	return &serinv1.AnalyzeRequest{
		Spec:     spec,
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1.41.0"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "1.42.0"}},
		Window:   between(0, 30),
	}
}

// inline returns a valid request that brings its data: a metric of each kind.
func inline() *serinv1.AnalyzeRequest {
	const higher = serinv1.Direction_DIRECTION_HIGHER_IS_WORSE
	gap := math.NaN()
	return &serinv1.AnalyzeRequest{
		Spec: &serinv1.Spec{
			Name:   "inline",
			Slices: &serinv1.Slices{Label: "region"},
			Metrics: []*serinv1.Metric{
				{Name: "errors", Direction: higher, Kind: &serinv1.Metric_Ratio{Ratio: &serinv1.Ratio{}}},
				{Name: "crashes", Direction: higher, Kind: &serinv1.Metric_Count{Count: &serinv1.Count{}}},
				{Name: "memory", Direction: higher, Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{}}},
				{Name: "latency", Direction: higher, Kind: &serinv1.Metric_Histogram{Histogram: &serinv1.Histogram{}}},
				{Name: "silent", Direction: higher, Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{}}},
			},
		},
		Baseline: &serinv1.Population{Exposure: proto.Float64(19)},
		Canary:   &serinv1.Population{Exposure: proto.Float64(1), Window: between(60, 90)},
		Window:   between(0, 30),
		Series: []*serinv1.Series{
			{Metric: "errors", Part: "total", Population: ofBaseline, Values: []float64{1, gap}},
			{Metric: "errors", Part: "events", Population: ofCanary, Slice: "eu", Values: []float64{gap}},
			{Metric: "errors", Part: "events", Population: ofCanary, Slice: "us", Values: []float64{gap}},
			{Metric: "crashes", Part: "events", Population: ofCanary, Values: []float64{0}, Start: at(61)},
			{Metric: "memory", Part: "", Population: ofBaseline, Values: []float64{1}, Start: at(0)},
			{Metric: "memory", Part: "value", Population: ofCanary, Values: []float64{1}},
			{Metric: "latency", Part: "le=0.5", Population: ofCanary, Values: []float64{1}},
			{Metric: "latency", Part: "le=+Inf", Population: ofCanary, Values: []float64{1}},
		},
	}
}

// refuse compares the mistakes of a request with those wanted.
func refuse(t *testing.T, request *serinv1.AnalyzeRequest, want ...string) {
	t.Helper()
	var got []string
	for _, mistake := range ValidateRequest(request) {
		got = append(got, mistake.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ValidateRequest, -want +got:\n%s", diff)
	}
}

func TestValidRequests(t *testing.T) {
	for name, change := range map[string]func(*serinv1.AnalyzeRequest){
		"as it is":  func(*serinv1.AnalyzeRequest) {},
		"no window": func(r *serinv1.AnalyzeRequest) { r.Window = nil },
		"same variables, other windows": func(r *serinv1.AnalyzeRequest) {
			r.Baseline = &serinv1.Population{Variables: r.GetCanary().GetVariables(), Window: between(-30, 0)}
		},
		"bounds on the canary alone": func(r *serinv1.AnalyzeRequest) {
			r.Baseline = r.GetCanary()
			for _, metric := range r.GetSpec().GetMetrics() {
				metric.Judge = &serinv1.Metric_Threshold{Threshold: &serinv1.Threshold{}}
				metric.Abort = &serinv1.Margin{Level: proto.Float64(0.5)}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := asked(t)
			change(request)
			refuse(t, request)
		})
	}
	t.Run("inline", func(t *testing.T) { refuse(t, inline()) })
	t.Run("inline, the spec keeps its queries and variables", func(t *testing.T) {
		request := asked(t)
		request.Baseline, request.Canary = nil, nil
		request.Series = []*serinv1.Series{{Metric: "memory", Population: ofCanary, Values: []float64{1}}}
		refuse(t, request)
	})
}

func TestValidateRequestOfProvider(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*serinv1.AnalyzeRequest)
		want   []string
	}{
		"no spec": {
			func(r *serinv1.AnalyzeRequest) { r.Spec = nil },
			[]string{`spec: required: say what to judge, and how`},
		},
		"mistake of the spec": {
			func(r *serinv1.AnalyzeRequest) { r.Spec.Metrics[1].Direction = 0 },
			[]string{`spec.metrics[1].direction: required: which change is harmful: higher_is_worse, lower_is_worse or either_is_worse`},
		},
		"no populations": {
			func(r *serinv1.AnalyzeRequest) { r.Baseline, r.Canary = nil, nil },
			[]string{
				`baseline.variables["version"]: required: the spec's queries use ${version}; give it a value for the baseline`,
				`canary.variables["version"]: required: the spec's queries use ${version}; give it a value for the canary`,
			},
		},
		"empty variable": {
			func(r *serinv1.AnalyzeRequest) { r.Canary.Variables["version"] = "" },
			[]string{`canary.variables["version"]: required: the spec's queries use ${version}; give it a value for the canary`},
		},
		"misspelt variable": {
			func(r *serinv1.AnalyzeRequest) { r.Canary.Variables["vversion"] = "1" },
			[]string{`canary.variables["vversion"]: no variable of the spec; did you mean "version"?`},
		},
		"strange variable": {
			func(r *serinv1.AnalyzeRequest) { r.Canary.Variables["pod"] = "1" },
			[]string{`canary.variables["pod"]: no variable of the spec; list it under the spec's variables, or leave it out`},
		},
		"built-in variable": {
			func(r *serinv1.AnalyzeRequest) { r.Baseline.Variables["step"] = "1m" },
			[]string{`baseline.variables["step"]: step is built in, and set by serin; leave it out`},
		},
		"value that does not fit its place": {
			func(r *serinv1.AnalyzeRequest) {
				r.Spec.Metrics[1].GetGauge().Query = "memory{version=${version}}"
				r.Canary.Variables["version"] = `1"} or vector(0)`
			},
			[]string{`canary.variables["version"]: "1\"} or vector(0)" stands outside of quotes, where only letters, digits and _ . : / - are safe; put the placeholder in quotes, in gauge.query of memory`},
		},
		"same populations": {
			func(r *serinv1.AnalyzeRequest) { r.Canary = r.GetBaseline() },
			[]string{`canary: baseline and canary are the same; give them variables or windows that differ`},
		},
		"same window twice": {
			func(r *serinv1.AnalyzeRequest) {
				r.Canary = &serinv1.Population{Variables: r.GetBaseline().GetVariables(), Window: between(0, 30)}
			},
			[]string{`canary: baseline and canary are the same; give them variables or windows that differ`},
		},
		"same data for one metric": {
			func(r *serinv1.AnalyzeRequest) { r.Spec.Metrics[1].GetGauge().Query = "memory" },
			[]string{`spec.metrics[1]: no query of this metric uses ${version}, so baseline and canary would be the same data; use it, or bound the canary alone with threshold: {of: canary}`},
		},
		"window without ends": {
			func(r *serinv1.AnalyzeRequest) { r.Window = &serinv1.Window{} },
			[]string{
				`window.start: required: a time such as 2026-01-31T09:30:00Z; a window has both start and end`,
				`window.end: required: a time such as 2026-01-31T09:30:00Z; a window has both start and end`,
			},
		},
		"window beyond time": {
			func(r *serinv1.AnalyzeRequest) { r.Window.End = &timestamppb.Timestamp{Seconds: 1 << 60} },
			[]string{`window.end: is no time between the years 1 and 9999; write one such as 2026-01-31T09:30:00Z`},
		},
		"window backwards": {
			func(r *serinv1.AnalyzeRequest) { r.Window = between(30, 0) },
			[]string{`window: the end must come after the start; swap them, or move one`},
		},
		"window of centuries": {
			func(r *serinv1.AnalyzeRequest) { r.Window.Start = &timestamppb.Timestamp{Seconds: -62135596800} },
			[]string{`window: longer than 292 years; move the start or the end`},
		},
		"window of broken steps": {
			func(r *serinv1.AnalyzeRequest) { r.Window = between(0, 29.5) },
			[]string{`window: 29m30s is no whole number of steps of 1m; move the end to 2026-01-31T10:00:00Z`},
		},
		"exposure of nothing": {
			func(r *serinv1.AnalyzeRequest) { r.Canary.Exposure = proto.Float64(0) },
			[]string{`canary.exposure: must be above 0: the share of traffic, or the number of instances; it is 0`},
		},
		"endless exposure": {
			func(r *serinv1.AnalyzeRequest) { r.Canary.Exposure = proto.Float64(math.Inf(1)) },
			[]string{`canary.exposure: must be a finite number, not +Inf`},
		},
		"count without exposure": {
			func(r *serinv1.AnalyzeRequest) {
				r.Baseline.Exposure = proto.Float64(2)
				r.Spec.Metrics[0].Kind = &serinv1.Metric_Count{Count: &serinv1.Count{Events: `e{v="${version}"}`}}
			},
			[]string{`canary.exposure: required: "errors" is a count without a query for its exposure; give the share of traffic or the number of instances here, or a query there`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := asked(t)
			c.change(request)
			refuse(t, request, c.want...)
		})
	}
}

func TestValidateRequestInline(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*serinv1.AnalyzeRequest)
		want   []string
	}{
		"no window": {
			func(r *serinv1.AnalyzeRequest) { r.Window = nil },
			[]string{`window: required: inline series need a window; give its start and end`},
		},
		"undeclared variable": {
			func(r *serinv1.AnalyzeRequest) { r.Canary.Variables = map[string]string{"version": "1"} },
			[]string{`canary.variables["version"]: no variable of the spec; list it under the spec's variables, or leave it out`},
		},
		"misspelt metric": {
			func(r *serinv1.AnalyzeRequest) { r.Series[4].Metric = "memroy" },
			[]string{`series[4].metric: "memroy" is no metric of the spec; did you mean "memory"?`},
		},
		"no metric": {
			func(r *serinv1.AnalyzeRequest) { r.Series[4].Metric = "" },
			[]string{`series[4].metric: "" is no metric of the spec; write the name of one`},
		},
		"value of a ratio": {
			func(r *serinv1.AnalyzeRequest) { r.Series[0].Part = "value" },
			[]string{`series[0].part: the part of a ratio is events or total; it is "value"`},
		},
		"no part of a count": {
			func(r *serinv1.AnalyzeRequest) { r.Series[3].Part = "" },
			[]string{`series[3].part: the part of a count is events or exposure; it is ""`},
		},
		"total of a gauge": {
			func(r *serinv1.AnalyzeRequest) { r.Series[4].Part = "total" },
			[]string{`series[4].part: the part of a gauge is value; it is "total"`},
		},
		"strange bounds": {
			func(r *serinv1.AnalyzeRequest) { r.Series[6].Part, r.Series[7].Part = "le=NaN", "buckets" },
			[]string{
				`series[6].part: the part of a histogram is le= and a bucket's upper bound, such as le=0.5 or le=+Inf; it is "le=NaN"`,
				`series[7].part: the part of a histogram is le= and a bucket's upper bound, such as le=0.5 or le=+Inf; it is "buckets"`,
			},
		},
		"no population": {
			func(r *serinv1.AnalyzeRequest) { r.Series[0].Population = 0 },
			[]string{`series[0].population: required: POPULATION_KIND_BASELINE or POPULATION_KIND_CANARY`},
		},
		"fifth population": {
			func(r *serinv1.AnalyzeRequest) { r.Series[0].Population = 5 },
			[]string{`series[0].population: 5 is no population; write POPULATION_KIND_BASELINE or POPULATION_KIND_CANARY`},
		},
		"slices that the spec does not have": {
			func(r *serinv1.AnalyzeRequest) { r.Spec.Slices = nil },
			[]string{
				`series[1].slice: the spec has no slices; give it slices: {label: …}, or leave the slice out`,
				`series[2].slice: the spec has no slices; give it slices: {label: …}, or leave the slice out`,
			},
		},
		"no values": {
			func(r *serinv1.AnalyzeRequest) { r.Series[0].Values = nil },
			[]string{`series[0].values: required: one value per step, NaN for a gap; or leave the series out`},
		},
		"series twice": {
			func(r *serinv1.AnalyzeRequest) { r.Series[5].Population = ofBaseline; r.Series[7].Part = "le=0.50" },
			[]string{
				`series[5]: has the metric, part, population and slice of series[4]; put the values into one series, or leave one out`,
				`series[7]: has the metric, part, population and slice of series[6]; put the values into one series, or leave one out`,
			},
		},
		"start off the grid": {
			func(r *serinv1.AnalyzeRequest) { r.Series[3].Start = at(60.5) },
			[]string{`series[3].start: lies 30s off the grid, which has steps of 1m from the window's start at 2026-01-31T10:30:00Z; move it onto the grid`},
		},
		"values outside the window": {
			func(r *serinv1.AnalyzeRequest) { r.Series[4].Start, r.Series[5].Values = at(-1), make([]float64, 31) },
			[]string{
				`series[4].values: 1 values from 2026-01-31T09:30:00Z to 2026-01-31T09:30:00Z do not fit the window from 2026-01-31T09:30:00Z to 2026-01-31T10:00:00Z; leave those outside it out`,
				`series[5].values: 31 values from 2026-01-31T10:31:00Z to 2026-01-31T11:01:00Z do not fit the window from 2026-01-31T10:30:00Z to 2026-01-31T11:00:00Z; leave those outside it out`,
			},
		},
		"one value before the window is a raw counter's": {
			func(r *serinv1.AnalyzeRequest) {
				r.Spec.Metrics[0].GetRatio().Cumulative = true
				r.Spec.Metrics[3].GetHistogram().Cumulative = true
				r.Spec.Metrics[1].GetCount().Cumulative = true
				r.Series[0].Values, r.Series[0].Start = make([]float64, 31), at(-1)
				r.Series[3].Values, r.Series[3].Start = make([]float64, 31), at(59)
				r.Series[6].Values, r.Series[7].Values = make([]float64, 31), make([]float64, 32)
			},
			[]string{`series[7].values: 32 values from 2026-01-31T10:30:00Z to 2026-01-31T11:01:00Z do not fit the window from 2026-01-31T10:29:00Z to 2026-01-31T11:00:00Z; leave those outside it out`},
		},
		"start beyond time": {
			func(r *serinv1.AnalyzeRequest) { r.Series[3].Start = &timestamppb.Timestamp{Nanos: -1} },
			[]string{`series[3].start: is no time between the years 1 and 9999; write one such as 2026-01-31T09:30:00Z`},
		},
		"count without exposure": {
			func(r *serinv1.AnalyzeRequest) { r.Baseline = nil },
			[]string{`baseline.exposure: required: "crashes" is a count without a query for its exposure; give the share of traffic or the number of instances here, or a query there`},
		},
		"exposure as a series": {
			func(r *serinv1.AnalyzeRequest) { r.Baseline, r.Series[3].Part = nil, "exposure" },
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := inline()
			c.change(request)
			refuse(t, request, c.want...)
		})
	}
}

// What YAML cannot say, a caller of the API can.
func TestValidateMessages(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*serinv1.Spec)
		want   string
	}{
		"NaN as a weight":      {func(s *serinv1.Spec) { s.Groups["users"] = math.NaN() }, `groups["users"]: must be a finite number, not NaN`},
		"infinite margin":      {func(s *serinv1.Spec) { s.Metrics[0].Abort = &serinv1.Margin{Relative: proto.Float64(math.Inf(1))} }, `metrics[0].abort.relative: must be a finite number, not +Inf`},
		"NaN as alpha":         {func(s *serinv1.Spec) { s.Alpha = &serinv1.Alpha{Pause: proto.Float64(math.NaN())} }, `alpha.pause: must be a finite number, not NaN`},
		"role of the future":   {func(s *serinv1.Spec) { s.Metrics[0].Role = 99 }, `metrics[0].role: 99 is no value of Role; is the caller newer than the server?`},
		"preset of the future": {func(s *serinv1.Spec) { s.Metrics[0].Preset = 99 }, `metrics[0].preset: 99 is no value of Preset; is the caller newer than the server?`},
		"NaN as a quantile": {
			func(s *serinv1.Spec) {
				s.Metrics[1].Kind = &serinv1.Metric_Histogram{Histogram: &serinv1.Histogram{Buckets: "h", Quantiles: []float64{math.NaN()}}}
			},
			`metrics[1].histogram.quantiles[0]: must be a finite number, not NaN`,
		},
		"step of two signs":    {func(s *serinv1.Spec) { s.Step = &durationpb.Duration{Seconds: 1, Nanos: -1} }, `step: is no duration that can be computed with; write one such as 30m`},
		"window of millennia":  {func(s *serinv1.Spec) { s.Window = &durationpb.Duration{Seconds: 315576000000} }, `window: is no duration that can be computed with; write one such as 30m`},
		"metric of nothing":    {func(s *serinv1.Spec) { s.Metrics[1] = nil; s.Groups = nil }, "metrics[1].name: required: a name for the metric, such as errors\nmetrics[1]: a metric needs one kind: ratio, count, gauge or histogram\nmetrics[1].direction: required: which change is harmful: higher_is_worse, lower_is_worse or either_is_worse"},
		"name of broken UTF-8": {func(s *serinv1.Spec) { s.Name = "\xff" }, `name: has line breaks or other characters that cannot be shown; leave them out`},
	} {
		t.Run(name, func(t *testing.T) {
			spec := asked(t).GetSpec()
			c.change(spec)
			if diff := cmp.Diff(c.want, Validate(spec, FromProvider).Error()); diff != "" {
				t.Errorf("Validate, -want +got:\n%s", diff)
			}
		})
	}
	if got := Validate(nil, FromProvider).Error(); got != "required: say what to judge, and how" {
		t.Errorf("Validate(nil) = %q", got)
	}
	if got := ValidateRequest(nil).Error(); got == "" {
		t.Error("ValidateRequest(nil): no mistake")
	}
}
