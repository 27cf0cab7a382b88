package wire

import (
	"fmt"
	"strings"
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/stats"
)

// What this look found is carried over, and what earlier ones found of tests that this one could not make.
func TestCarried(t *testing.T) {
	evidence := func(q, logE float64) judge.Evidence {
		return judge.Evidence{Method: stats.Anytime, Quantile: q, LogE: logE}
	}
	result := judge.Result{Findings: []judge.Finding{
		{Metric: judge.Metric{Name: "latency"}, Evidence: []judge.Evidence{evidence(0.5, 1.00000000001), evidence(0.123456789012, 2)}},
		{Metric: judge.Metric{Name: "errors"}, Slices: []judge.Finding{
			{Metric: judge.Metric{Name: "errors"}, Slice: "eu", Evidence: []judge.Evidence{evidence(0, 3)}},
		}},
		{Metric: judge.Metric{Name: "memory"}, Class: judge.Error},
	}}
	looks := toLooks(&serinv1.Looks{Open: true, Taken: 2, Earlier: []*serinv1.Carried{
		{Metric: "errors", Slice: "eu", LogE: 2.5}, {Metric: "memory", LogE: 4}, {Metric: "errors", Slice: "us", LogE: 0.5},
	}})
	var got []string
	for _, c := range carried(result, looks) {
		got = append(got, fmt.Sprintf("%s/%s/%v: %v", c.Metric, c.Slice, c.GetQuantile(), c.LogE))
	}
	want := "latency//0.5: 1, latency//0.123456789012: 2, errors/eu/0: 3, memory//0: 4, errors/us/0: 0.5"
	if strings.Join(got, ", ") != want {
		t.Errorf("carried over is %s\nwant %s", strings.Join(got, ", "), want)
	}
	// It is what the next look can be told.
	next := toLooks(&serinv1.Looks{Open: true, Earlier: carried(result, looks)})
	if next.Earlier[1] != (judge.Earlier{Metric: "latency", Quantile: 0.123456789012, LogE: 2}) {
		t.Errorf("the next look is told %v", next.Earlier[1])
	}
	result.Findings[0].Evidence, result.Findings[1].Slices = []judge.Evidence{{Method: stats.Exact, P: 0.01}}, nil
	if all := carried(result, judge.Looks{Planned: 3}); all != nil {
		t.Errorf("a few looks carry over %v", all)
	}
}

// Looks at windows that move along reach the judge as such.
func TestSlidingLooks(t *testing.T) {
	r := request()
	r.Looks = &serinv1.Looks{Sliding: true, Planned: 60, Taken: 2}
	a, err := Analysis(r, noon())
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Plan.Looks; !got.Sliding || got.Open || got.Planned != 60 || got.Taken != 2 || got.Earlier != nil {
		t.Errorf("the judge is told %+v of %v", got, r.Looks)
	}
}

// The validation of a request knows from how many planned looks on the judge takes what earlier ones found.
func TestValidationKnowsManyLooks(t *testing.T) {
	for i := range int32(40) {
		planned, sliding := 1+i/2, i%2 == 1
		r := request()
		r.Spec.Metrics = r.Spec.Metrics[:1]
		r.Looks = &serinv1.Looks{Planned: planned, Taken: 1, Sliding: sliding, Earlier: []*serinv1.Carried{{Metric: "errors", LogE: 1}}}
		valid := len(spec.ValidateRequest(r)) == 0
		r.Looks.Earlier = nil
		a, err := Analysis(r, noon())
		if err != nil {
			t.Fatal(err)
		}
		a.Plan.Looks.Earlier = []judge.Earlier{{Metric: "errors", LogE: 1}}
		_, err = judge.Decide(a.Plan, make([]judge.Observation, 1))
		if valid != (err == nil) {
			t.Errorf("%v with evidence: valid is %v, and the judge says %v", r.Looks, valid, err)
		}
	}
}
