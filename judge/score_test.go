package judge

import (
	"math"
	"testing"
)

// findingOf makes a finding as the score and the verdict see it.
func findingOf(name, group string, weight float64, role Role, class Class, causes ...Cause) Finding {
	f := Finding{Metric: Metric{Name: name, Group: group, Weight: weight, Role: role}, Class: class}
	for _, c := range causes {
		f.Causes = append(f.Causes, CauseDetail{Cause: c})
	}
	return f
}

func TestScore(t *testing.T) {
	groups := map[string]float64{"users": 70, "machines": 30}
	for _, test := range []struct {
		name            string
		groups          map[string]float64
		findings        []Finding
		score, coverage float64 // NaN: absent
	}{
		{"all pass", nil, []Finding{findingOf("a", "", 1, Scored, Pass), findingOf("b", "", 3, Scored, Pass)}, 100, 1},
		{"half for a warning", nil, []Finding{findingOf("a", "", 1, Scored, Warn), findingOf("b", "", 1, Scored, Pass)}, 75, 1},
		{"weights", nil, []Finding{findingOf("a", "", 1, Scored, Fail), findingOf("b", "", 3, Scored, Pass)}, 75, 1},
		{"not judged lowers coverage, not score", nil, []Finding{findingOf("a", "", 1, Scored, NoData), findingOf("b", "", 3, Scored, Pass)}, 100, 0.75},
		{"nothing judged", nil, []Finding{findingOf("a", "", 1, Scored, Inconclusive)}, math.NaN(), math.NaN()},
		{"signal and muted stay outside", nil, []Finding{findingOf("a", "", 1, Scored, Pass), findingOf("b", "", 9, Signal, Fail), findingOf("c", "", 9, Muted, Fail)}, 100, 1},
		{"groups", groups, []Finding{
			findingOf("a", "users", 1, Scored, Pass), findingOf("b", "users", 1, Scored, Fail), findingOf("c", "machines", 5, Scored, Pass),
		}, 65, 1},
		{"a metric of a group stands in for one that was not judged", groups, []Finding{
			findingOf("a", "users", 1, Scored, Pass), findingOf("b", "users", 1, Scored, NoData), findingOf("c", "machines", 5, Scored, Fail),
		}, 70, 0.65},
		{"a group that was not judged leaves the others", groups, []Finding{
			findingOf("a", "users", 1, Scored, Inconclusive), findingOf("c", "machines", 5, Scored, Pass),
		}, 100, 0.3},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Plan{Groups: test.groups}.score(test.findings)
			if !same(got.value, test.score) || !same(got.coverage, test.coverage) {
				t.Errorf("got %v and %v, want %v and %v", show(got.value), show(got.coverage), test.score, test.coverage)
			}
		})
	}
}

func same(got *float64, want float64) bool {
	if got == nil {
		return math.IsNaN(want)
	}
	return math.Abs(*got-want) < 1e-9
}

func show(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

func TestVerdict(t *testing.T) {
	pass := func(n int) (f []Finding) {
		for range n {
			f = append(f, findingOf("pass", "", 1, Scored, Pass))
		}
		return f
	}
	for _, test := range []struct {
		name     string
		findings []Finding
		verdict  Verdict
		code     Code
	}{
		{"all pass", pass(3), Promote, NotWorse},
		{"critical fails", append(pass(46), findingOf("c", "", 1, Critical, Fail)), Abort, Regression},
		{"a lone metric counts as critical", []Finding{findingOf("a", "", 1, Scored, Fail)}, Abort, Regression},
		{"one of many fails", append(pass(46), findingOf("a", "", 1, Scored, Fail)), Pause, Regression},
		{"many fail", append(pass(2), findingOf("a", "", 1, Scored, Fail)), Abort, Regression},
		{"warnings alone never abort", []Finding{findingOf("a", "", 1, Scored, Warn), findingOf("b", "", 1, Scored, Warn)}, Pause, Regression},
		{"a light warning", append(pass(46), findingOf("a", "", 1, Scored, Warn)), Promote, NotWorse},
		{"critical warns", append(pass(46), findingOf("c", "", 1, Critical, Warn)), Pause, Regression},
		{"critical not judged", append(pass(46), findingOf("c", "", 1, Critical, Inconclusive)), Pause, InsufficientData},
		{"critical stale", append(pass(46), findingOf("c", "", 1, Critical, NoData, Stale)), Pause, DataQuality},
		{"critical empty", append(pass(46), findingOf("c", "", 1, Critical, NoData, Empty)), Pause, InsufficientData},
		{"critical late", append(pass(46), findingOf("c", "", 1, Critical, Error, Timeout)), Pause, ProviderTimeout},
		{"a provider's failure outweighs data quality", append(pass(2), findingOf("c", "", 1, Critical, Error, Unavailable), findingOf("d", "", 1, Scored, NoData, Stale)), Pause, ProviderError},
		{"coverage too low", append(pass(2), findingOf("a", "", 1, Scored, Inconclusive)), Pause, InsufficientData},
		{"coverage high enough", append(pass(8), findingOf("a", "", 1, Scored, Inconclusive)), Promote, NotWorse},
		{"signal warns", append(pass(2), findingOf("s", "", 1, Signal, Warn)), Pause, Regression},
		{"signal fails, and cannot abort", append(pass(2), findingOf("s", "", 1, Signal, Fail)), Pause, Regression},
		{"signal not judged", append(pass(2), findingOf("s", "", 1, Signal, NoData, Empty)), Promote, NotWorse},
		{"muted fails", append(pass(2), findingOf("m", "", 1, Muted, Fail)), Promote, NotWorse},
		{"all muted", []Finding{findingOf("m", "", 1, Muted, Pass)}, Pause, InsufficientData},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := Plan{Score: DefaultScorePolicy()}
			verdict, reasons := plan.verdict(test.findings, nil, "", plan.score(test.findings))
			if verdict != test.verdict || reasons[0].Code != test.code {
				t.Errorf("got %v for %v, want %v for %v", verdict, reasons[0].Code, test.verdict, test.code)
			}
		})
	}
}
