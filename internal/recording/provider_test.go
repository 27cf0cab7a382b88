package recording

import (
	"context"
	"errors"
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

func TestFailuresAreReplayed(t *testing.T) {
	for cause, want := range map[serinv1.Cause]error{
		serinv1.Cause_CAUSE_QUERY_REJECTED:  providers.ErrQuery,
		serinv1.Cause_CAUSE_UNAVAILABLE:     providers.ErrUnavailable,
		serinv1.Cause_CAUSE_TIMEOUT:         context.DeadlineExceeded,
		serinv1.Cause_CAUSE_TOO_MANY_SERIES: providers.ErrTooManySeries,
	} {
		r := checkout(t)
		r.Answers = []Answer{{Metric: "depth", Part: "value", Population: "baseline", Provider: "p", Query: "d", Failure: cause, Message: "its words"}}
		p, err := Provider(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Fetch(context.Background(), providers.Query{Expr: "d", Start: ten, End: ten.Add(3 * time.Minute), Step: time.Minute})
		var failure *Failure
		if !errors.Is(err, want) || !errors.As(err, &failure) || failure.Cause != cause || err.Error() != "its words" {
			t.Errorf("%v is replayed as %q, want %v and its words", cause, err, want)
		}
	}
}

func TestOneQueryOfTwoMetrics(t *testing.T) {
	r := checkout(t)
	depth := Answer{Metric: "depth", Part: "value", Population: "baseline", Provider: "p", Query: "d", Series: []series.Labelled{on(nil, 1, 2, 3)}}
	total := depth
	total.Metric, total.Part = "errors", "total"
	r.Answers = []Answer{depth, total}
	if _, err := Provider(r); err != nil {
		t.Errorf("two metrics with one query and one answer: %v", err)
	}
	total.Series = []series.Labelled{on(nil, 1, 2, 4)}
	r.Answers = []Answer{depth, total}
	if _, err := Provider(r); err == nil {
		t.Error("one query with two different answers is accepted")
	}
}
