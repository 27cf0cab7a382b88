package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// createRuns creates the runs, evenly over one interval, so that their looks are spread as those of real rollouts are.
func (f *fleet) createRuns(ctx context.Context, o options) ([]string, error) {
	ids := make([]string, 0, o.runs)
	began := time.Now()
	for i := range o.runs {
		if err := sleep(ctx, time.Until(began.Add(time.Duration(i)*o.interval/time.Duration(o.runs)))); err != nil {
			return nil, err
		}
		response, err := f.servers[i%len(f.servers)].client.CreateAnalysis(ctx, request(i, o))
		if err != nil {
			return nil, err
		}
		ids = append(ids, response.Run.Id)
		if i%1000 == 999 {
			fmt.Fprintf(os.Stderr, "%d of %d runs created\n", i+1, o.runs)
		}
	}
	return ids, nil
}

func request(i int, o options) *serinv1.CreateAnalysisRequest {
	spec := &serinv1.Spec{
		Name: "load", Provider: "load", Variables: []string{"version"}, Step: durationpb.New(o.interval / 30),
		Schedule: &serinv1.Schedule{
			Interval: durationpb.New(o.interval), Duration: durationpb.New(60 * o.interval), Settle: durationpb.New(0),
			Promote: serinv1.PromoteWhen_PROMOTE_WHEN_AT_END,
		},
	}
	for m := range o.metrics {
		spec.Metrics = append(spec.Metrics, &serinv1.Metric{
			Name: fmt.Sprintf("metric_%d", m), Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE,
			Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{Query: fmt.Sprintf(`metric_%d{run="%d",version="${version}"}`, m, i)}},
		})
	}
	version := func(v string) *serinv1.Population {
		return &serinv1.Population{Variables: map[string]string{"version": v}}
	}
	return &serinv1.CreateAnalysisRequest{
		Service: fmt.Sprintf("service-%d", i%100), Source: &serinv1.CreateAnalysisRequest_Spec{Spec: spec},
		Baseline: version("1"), Canary: version("2"), Start: timestamppb.New(time.Now().Truncate(time.Millisecond)),
	}
}

// lateness is how long after they were due looks were over.
type lateness struct {
	of      []time.Duration
	sampled int // runs that were looked at
	missing int // looks that were due and are not there, of those runs
}

// sample is how many runs are looked at for their lateness.
const sample = 500

// lateness looks at the looks of some runs that were due in a time.
func (f *fleet) lateness(ctx context.Context, ids []string, from, to time.Time) (late lateness, err error) {
	step := max(1, len(ids)/sample)
	for i := 0; i < len(ids); i += step {
		response, err := f.servers[0].client.GetAnalysis(ctx, &serinv1.GetAnalysisRequest{Id: ids[i], AllLooks: true})
		if err != nil {
			return late, err
		}
		late.sampled++
		for _, look := range response.Looks {
			if due := look.Due.AsTime(); due.After(from) && due.Before(to) {
				late.of = append(late.of, look.Finished.AsTime().Sub(due))
			}
		}
		for due := response.Run.GetNextLook().AsTime(); response.Run.NextLook != nil && due.Before(to); {
			late.missing++
			due = due.Add(response.Run.Spec.Schedule.Interval.AsDuration())
		}
	}
	return late, nil
}
