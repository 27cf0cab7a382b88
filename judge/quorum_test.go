package judge

import (
	"strings"
	"testing"
	"time"
)

// sliced makes slices of an error ratio: errors of the canary per 1,000 requests, where the baseline has 10, and how many
// thousand requests a step brings.
func sliced(errors, thousands []float64) (o Observation) {
	for i := range errors {
		total := constant(30, 1000*thousands[i])
		s := countsOf(constant(30, 10*thousands[i]), total, constant(30, errors[i]*thousands[i]), total).Slices[0]
		s.Name = string(rune('a' + i))
		o.Slices = append(o.Slices, s)
	}
	return o
}

func TestQuorum(t *testing.T) {
	same, bad, warn := 10., 40., 13.
	for _, test := range []struct {
		name      string
		rollUp    RollUp
		errors    []float64
		thousands []float64
		class     Class
	}{
		{"any", RollUp{}, []float64{bad, same, same, same}, []float64{10, 10, 10, 10}, Fail},
		{"one of four is no half", RollUp{QuorumOfSlices, 0.5}, []float64{bad, same, same, same}, []float64{10, 10, 10, 10}, Pass},
		{"two of four are", RollUp{QuorumOfSlices, 0.5}, []float64{bad, bad, same, same}, []float64{10, 10, 10, 10}, Fail},
		{"three thirds of three", RollUp{QuorumOfSlices, 1}, []float64{bad, bad, bad}, []float64{10, 10, 10}, Fail},
		{"two of three are not all", RollUp{QuorumOfSlices, 1}, []float64{bad, bad, same}, []float64{10, 10, 10}, Pass},
		{"a worse one counts with the milder", RollUp{QuorumOfSlices, 0.5}, []float64{bad, warn, same, same}, []float64{10, 10, 10, 10}, Warn},
		{"one with most of the traffic", RollUp{QuorumOfWeight, 0.5}, []float64{bad, same, same, same}, []float64{40, 10, 10, 10}, Fail},
		{"three with little of it", RollUp{QuorumOfWeight, 0.5}, []float64{same, bad, bad, bad}, []float64{40, 10, 10, 10}, Pass},
		{"exactly a fifth", RollUp{QuorumOfWeight, 0.2}, []float64{bad, same, same, same, same}, []float64{10, 10, 10, 10, 10}, Fail},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(30, metricOf("errors", Ratio, Errors))
			plan.RollUp = test.rollUp
			result := decide(t, plan, sliced(test.errors, test.thousands))
			published(t, result)
			if f := result.Findings[0]; f.Class != test.class {
				t.Errorf("got %v, want %v: %s", f.Class, test.class, f.Sentence)
			}
		})
	}
}

// Values per step weigh by how many there are.
func TestQuorumOfGauges(t *testing.T) {
	r := noiseOf(51)
	slice := func(name string, canary []float64) Slice {
		s := gaugesOf(r.around(30, 400, 4), canary).Slices[0]
		s.Name = name
		return s
	}
	plan := planOf(30, metricOf("latency", Gauge, NoPreset))
	plan.RollUp = RollUp{QuorumOfWeight, 0.6}
	o := Observation{Slices: []Slice{slice("a", r.around(30, 600, 4)), slice("b", r.around(16, 400, 4))}}
	o.Slices[1].Canary.Value.Start = noon().Add(14 * time.Minute)
	if f := decide(t, plan, o).Findings[0]; f.Class != Fail {
		t.Errorf("got %v: %s", f.Class, f.Sentence)
	}
}

// A slice that a policy leaves out has no part in a quorum.
func TestQuorumOfThoseWithData(t *testing.T) {
	m := metricOf("errors", Ratio, Errors)
	m.Missing = map[Cause]Policy{Empty: Ignore}
	plan := planOf(30, m)
	plan.RollUp = RollUp{QuorumOfSlices, 0.5}
	o := sliced([]float64{40, 10, 10, 10}, []float64{10, 10, 0, 0})
	if f := decide(t, plan, o).Findings[0]; f.Class != Fail {
		t.Errorf("got %v: %s", f.Class, f.Sentence)
	}
}

// A canary that gets another part of the traffic than was intended cannot be compared, unless it is so bad that it aborts.
func TestSplit(t *testing.T) {
	errors, cpu := metricOf("errors", Ratio, Errors), metricOf("cpu", Gauge, NoPreset)
	traffic := func(canary, worse float64) Observation {
		return countsOf(constant(30, 9.5), constant(30, 950), constant(30, canary/100*worse), constant(30, canary))
	}
	for _, test := range []struct {
		name     string
		split    float64
		exposure float64 // of the canary, out of 100
		observed Observation
		verdict  Verdict
		code     Code
		headline string
	}{
		{"as intended", 0.2, 5, traffic(50, 1), Promote, NotWorse, "Go on"},
		{"twice as much", 0.2, 5, traffic(105.5556, 1), Pause, Confounded, "Hold: the canary got 10 % of the traffic that errors counts, and 5 % was intended."},
		{"half as much", 0.2, 5, traffic(25, 1), Pause, Confounded, "the canary got 2.56 % of the traffic"},
		{"not looked at", 0, 5, traffic(105, 1), Promote, NotWorse, "Go on"},
		{"certain, and within what is allowed", 0.2, 5, traffic(57, 1), Promote, NotWorse, "Go on"},
		{"no exposure to compare with", 0.2, 0, traffic(105, 1), Promote, NotWorse, "Go on"},
		{"off, and worse", 0.2, 5, traffic(105, 4), Abort, Regression, "Roll back"},
	} {
		t.Run(test.name, func(t *testing.T) {
			errors.Abort, errors.Pause = Margin{Relative: 1, Floor: 0.02}, Margin{Relative: 0.2, Floor: 0.02}
			plan := planOf(30, errors, cpu)
			plan.Split, plan.CanaryExposure, plan.BaselineExposure = test.split, test.exposure, 100-test.exposure
			plan.Metrics[0].Role = Critical
			result := decide(t, plan, test.observed, gaugesOf(wave(30, 50, 2), wave(30, 50, 2)))
			if got := result.Reasons[0].Code; result.Verdict != test.verdict || got != test.code || !strings.Contains(result.Headline, test.headline) {
				t.Errorf("got %v for %v: %s", result.Verdict, got, result.Headline)
			}
		})
	}
	// Of little traffic a part that is off says nothing.
	plan := planOf(30, errors)
	plan.Split, plan.CanaryExposure, plan.BaselineExposure = 0.2, 50, 50
	result := decide(t, plan, countsOf(nil, constant(30, 1), nil, constant(30, 0.5)))
	if result.Reasons[0].Code == Confounded {
		t.Errorf("45 requests: %s", result.Headline)
	}
}

// The split is that of all slices together.
func TestSplitOfSlices(t *testing.T) {
	plan := planOf(30, metricOf("errors", Ratio, Errors))
	plan.Split, plan.CanaryExposure, plan.BaselineExposure = 0.1, 50, 50
	o := sliced([]float64{10, 10}, []float64{10, 10})
	for i, n := range []float64{5000, 15000} {
		o.Slices[i].Canary.Total = seriesOf(constant(30, n)...)
		o.Slices[i].Canary.Events = seriesOf(constant(30, n/100)...)
	}
	if result := decide(t, plan, o); result.Verdict != Promote {
		t.Errorf("got %v: %s", result.Verdict, result.Headline)
	}
}
