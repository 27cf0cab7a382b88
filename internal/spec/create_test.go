package spec

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// created returns a valid request for a run.
func created(t *testing.T) *serinv1.CreateAnalysisRequest {
	t.Helper()
	request := asked(t)
	request.Spec.Schedule = &serinv1.Schedule{Interval: durationpb.New(5 * time.Minute)}
	return &serinv1.CreateAnalysisRequest{
		RequestId: "deploy-4711", Service: "checkout", Labels: map[string]string{"team": "shop", "ticket": ""},
		Source:   &serinv1.CreateAnalysisRequest_Spec{Spec: request.Spec},
		Baseline: request.Baseline, Canary: request.Canary,
		Start: at(0),
	}
}

// stored makes a request refer to a stored spec.
func stored(r *serinv1.CreateAnalysisRequest, name string, version int32) {
	r.Source = &serinv1.CreateAnalysisRequest_SpecReference{SpecReference: &serinv1.SpecReference{Name: name, Version: version}}
}

func TestValidateCreate(t *testing.T) {
	long := strings.Repeat("ü", 201)
	blank := "c "
	labels := func(n int) map[string]string {
		all := map[string]string{}
		for i := range n {
			all[fmt.Sprint("label", i)] = "value"
		}
		return all
	}
	for name, c := range map[string]struct {
		change func(*serinv1.CreateAnalysisRequest)
		want   []string
	}{
		"as it is":              {func(*serinv1.CreateAnalysisRequest) {}, nil},
		"no names, no start":    {func(r *serinv1.CreateAnalysisRequest) { r.RequestId, r.Service, r.Labels, r.Start = "", "", nil, nil }, nil},
		"no schedule":           {func(r *serinv1.CreateAnalysisRequest) { r.GetSpec().Schedule = nil }, nil},
		"a stored spec":         {func(r *serinv1.CreateAnalysisRequest) { stored(r, "checkout", 3) }, nil},
		"the newest of a spec":  {func(r *serinv1.CreateAnalysisRequest) { stored(r, "checkout", 0) }, nil},
		"by Kayenta's rule":     {func(r *serinv1.CreateAnalysisRequest) { r.GetSpec().Rule = serinv1.Rule_RULE_KAYENTA }, nil},
		"200 characters":        {func(r *serinv1.CreateAnalysisRequest) { r.Service = long[2:]; r.Labels[long[2:]] = long[2:] }, nil},
		"50 labels":             {func(r *serinv1.CreateAnalysisRequest) { r.Labels = labels(50) }, nil},
		"a start of years past": {func(r *serinv1.CreateAnalysisRequest) { r.Start = &timestamppb.Timestamp{Seconds: 1e9, Nanos: 1e6} }, nil},
		"51 labels": {
			func(r *serinv1.CreateAnalysisRequest) { r.Labels = labels(51) },
			[]string{`labels: there are 51 of them, and 50 is the most; leave some out`},
		},
		"names that no list can show": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.RequestId, r.Service = long, "check\nout"
				r.Labels = map[string]string{"": "a", "b": "\x00", blank: "d", long: long, "e": "\xff"}
			},
			[]string{
				`request_id: is longer than 200 characters; shorten it`,
				`service: has line breaks or other characters that cannot be shown; leave them out`,
				`labels[""]: a label needs a key, such as team; give it one, or leave it out`,
				`labels["b"]: has line breaks or other characters that cannot be shown; leave them out`,
				`labels["c "]: the key begins or ends with a blank; leave it out`,
				`labels["e"]: has line breaks or other characters that cannot be shown; leave them out`,
				`labels["` + long[:80] + `…"]: the key is longer than 200 characters; shorten it`,
				`labels["` + long[:80] + `…"]: is longer than 200 characters; shorten it`,
			},
		},
		"no spec": {
			func(r *serinv1.CreateAnalysisRequest) { r.Source = nil },
			[]string{`spec: required: say what to judge, and how; or name a stored spec in spec_reference`},
		},
		"a spec of nothing": {
			func(r *serinv1.CreateAnalysisRequest) { r.Source = &serinv1.CreateAnalysisRequest_Spec{} },
			[]string{`spec: required: say what to judge, and how`},
		},
		"a stored spec without a name": {
			func(r *serinv1.CreateAnalysisRequest) { stored(r, "", -1) },
			[]string{
				`spec_reference.name: required: the name of a stored spec`,
				`spec_reference.version: must be above 0, or 0 for the newest; it is -1`,
			},
		},
		"what is wrong whatever the stored spec says": {
			func(r *serinv1.CreateAnalysisRequest) {
				stored(r, "check\tout", 1)
				r.Baseline.Exposure, r.Canary.Window, r.Start = proto.Float64(0), between(0, 30), &timestamppb.Timestamp{Nanos: -1}
			},
			[]string{
				`spec_reference.name: has line breaks or other characters that cannot be shown; leave them out`,
				`baseline.exposure: must be above 0: the share of traffic, or the number of instances; it is 0`,
				`canary.window: the schedule says when both populations are looked at; leave it out`,
				`start: is no time between the years 1 and 9999; write one such as 2026-01-31T09:30:00Z`,
			},
		},
		"mistakes of spec and schedule": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.GetSpec().Provider = ""
				r.GetSpec().Schedule.Duration = durationpb.New(7 * time.Minute)
			},
			[]string{
				`spec.provider: required: the name of a provider in the server's configuration`,
				`spec.schedule.duration: 7m is no whole number of intervals of 5m; write 5m or 10m`,
			},
		},
		"populations that set nothing": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.Baseline, r.Canary = nil, &serinv1.Population{Exposure: proto.Float64(math.NaN())}
			},
			[]string{
				`baseline.variables["version"]: required: the spec's queries use ${version}; give it a value for the baseline`,
				`canary.exposure: must be a finite number, not NaN`,
				`canary.variables["version"]: required: the spec's queries use ${version}; give it a value for the canary`,
			},
		},
		"populations that only windows tell apart": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.Baseline = &serinv1.Population{Variables: r.Canary.Variables, Window: between(-30, 0)}
			},
			[]string{
				`canary: baseline and canary are the same; give them variables that differ`,
				`baseline.window: the schedule says when both populations are looked at; leave it out`,
			},
		},
		"a count without exposure": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.GetSpec().Metrics[0].Kind = &serinv1.Metric_Count{Count: &serinv1.Count{Events: `e{v="${version}"}`}}
				r.Baseline.Exposure = proto.Float64(2)
			},
			[]string{`canary.exposure: required: "errors" is a count without a query for its exposure; give the share of traffic or the number of instances here, or a query there`},
		},
		"a start in microseconds": {
			func(r *serinv1.CreateAnalysisRequest) { r.Start.Nanos = 1_500_000 },
			[]string{`start: 2026-01-31T09:30:00.0015Z is no whole number of milliseconds; round it`},
		},
		"no time for the run": {
			func(r *serinv1.CreateAnalysisRequest) { r.Start = &timestamppb.Timestamp{Seconds: 253402300000} },
			[]string{`start: the run would end after the year 9999; begin it earlier`},
		},
		"no time for the history": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.GetSpec().History, r.Start = durationpb.New(time.Hour), &timestamppb.Timestamp{Seconds: -62135596800}
			},
			[]string{`spec.history: 1h before the start is before the year 1; make it shorter`},
		},
		"no length of the run": {
			func(r *serinv1.CreateAnalysisRequest) {
				r.GetSpec().Schedule.Interval, r.Start = durationpb.New(0), &timestamppb.Timestamp{Seconds: 253402300799}
			},
			[]string{`spec.schedule.interval: must be above 0, such as 1m, or left out for the default`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			request := created(t)
			c.change(request)
			before := proto.CloneOf(request)
			var got []string
			for _, mistake := range ValidateCreate(request) {
				got = append(got, mistake.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("ValidateCreate, -want +got:\n%s", diff)
			}
			if !proto.Equal(before, request) {
				t.Errorf("the request is now %v", request)
			}
		})
	}
	if got := ValidateCreate(nil); len(got) != 1 || got[0].Field != "spec" {
		t.Errorf("ValidateCreate(nil) = %v", got)
	}
}

// Once the stored spec stands in the request in place of the reference, everything is checked.
func TestValidateCreateResolved(t *testing.T) {
	request := created(t)
	request.Canary.Variables["version"] = ""
	resolved := request.Source
	stored(request, "checkout", 0)
	if mistakes := ValidateCreate(request); mistakes != nil {
		t.Errorf("without the stored spec: %v", mistakes)
	}
	request.Source = resolved
	const want = `canary.variables["version"]: required: the spec's queries use ${version}; give it a value for the canary`
	if got := ValidateCreate(request).Error(); got != want {
		t.Errorf("with it: %s\nwant %s", got, want)
	}
}
