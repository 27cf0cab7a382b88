package run

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// A backend answers queries from memory. "latency 1.42.0" is a value about 100 at every step, "errors 1.42.0" about 1 % of
// "requests 1.42.0", which are about 1,000, and "buckets 1.42.0" are those of a latency; the noise follows from the seed, the query
// and the time, so that every look sees the same past.
type backend struct {
	seed  uint64
	noise float64                                // standard deviation of a value about 100
	worse func(expr string, t time.Time) float64 // what a value is multiplied by; nil: by 1
	fail  func(q providers.Query) error          // nil: never
}

// Fetch answers one query.
func (b backend) Fetch(_ context.Context, q providers.Query) ([]series.Labelled, error) {
	if b.fail != nil {
		if err := b.fail(q); err != nil {
			return nil, err
		}
	}
	if strings.HasPrefix(q.Expr, "buckets") {
		var all []series.Labelled
		for _, le := range []string{"0.1", "0.2", "0.4", "+Inf"} {
			all = append(all, b.series(q, map[string]string{"le": le}))
		}
		return all, nil
	}
	return []series.Labelled{b.series(q, map[string]string{})}, nil
}

func (b backend) series(q providers.Query, labels map[string]string) series.Labelled {
	s := series.New(q.Start, q.Step, series.Steps(q.Start, q.End, q.Step))
	for i := range s.Values {
		s.Values[i] = b.value(q.Expr, labels["le"], s.Time(i))
	}
	return series.Labelled{Labels: labels, Series: s}
}

func (b backend) value(expr, le string, t time.Time) float64 {
	hash := fnv.New64a()
	_, _ = fmt.Fprint(hash, expr, t.Unix())
	noise := rand.New(rand.NewPCG(b.seed, hash.Sum64()))
	worse := 1.0
	if b.worse != nil {
		worse = b.worse(expr, t)
	}
	around := func(mean float64) float64 { return max(0, math.Round(mean+math.Sqrt(mean)*noise.NormFloat64())) }
	switch strings.Fields(expr)[0] {
	case "errors":
		return around(10 * worse)
	case "requests":
		return around(1000)
	case "buckets":
		total := 500 + 10*noise.Float64()
		return math.Round(total * map[string]float64{"0.1": 0.5 / worse, "0.2": 0.9 / worse, "0.4": 0.99 / worse, "+Inf": 1}[le])
	default:
		return 100*worse + b.noise*noise.NormFloat64()
	}
}

// engineOf returns an engine that asks a backend.
func engineOf(b backend) *engine.Engine {
	return &engine.Engine{Providers: map[string]providers.Provider{"memory": b}, Limits: engine.DefaultLimits()}
}

// higher returns a metric of which more is worse.
func higher(name string) *serinv1.Metric {
	return &serinv1.Metric{Name: name, Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE}
}

func gauge(name string) *serinv1.Metric {
	return with(higher(name), func(m *serinv1.Metric) {
		m.Kind = &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{Query: name + " ${version}"}}
	})
}

func ratio(name string) *serinv1.Metric {
	return with(higher(name), func(m *serinv1.Metric) {
		m.Kind = &serinv1.Metric_Ratio{Ratio: &serinv1.Ratio{Events: "errors ${version} " + name, Total: "requests ${version} " + name}}
	})
}

func histogram(name string) *serinv1.Metric {
	return with(higher(name), func(m *serinv1.Metric) {
		m.Kind = &serinv1.Metric_Histogram{Histogram: &serinv1.Histogram{Buckets: "buckets ${version} " + name}}
	})
}

// asking returns a spec that asks the backend, with its defaults written out.
func asking(schedule *serinv1.Schedule, window time.Duration, metrics ...*serinv1.Metric) *serinv1.Spec {
	return wire.WithDefaults(&serinv1.Spec{
		Name: "checkout", Provider: "memory", Variables: []string{"version"}, Step: durationpb.New(time.Minute),
		Window: durationpb.New(window), Schedule: schedule, Metrics: metrics,
	})
}

// play takes all looks of a run, and returns them with what they were judged from.
func play(t *testing.T, e *engine.Engine, r *serinv1.Run) []Kept {
	t.Helper()
	var all []Kept
	for !IsOver(r) {
		number := r.LooksTaken + 1
		due := Due(r, number)
		response, inputs, err := wire.AnalyzeKept(t.Context(), e, Request(r, number))
		if err != nil {
			t.Fatalf("look %d: %v", number, err)
		}
		look := &serinv1.Look{
			Number: number, Due: timestamppb.New(due), Started: timestamps(due, time.Second), Finished: timestamps(due, 2*time.Second),
			Result: response.Result, Queries: response.Queries,
		}
		Take(r, look)
		all = append(all, Kept{Look: look, Inputs: inputs})
	}
	return all
}

// stored returns a message as it comes back from a store.
func stored[M proto.Message](t *testing.T, m M) M {
	t.Helper()
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	again := m.ProtoReflect().New().Interface().(M)
	if err := proto.Unmarshal(text, again); err != nil {
		t.Fatal(err)
	}
	return again
}
