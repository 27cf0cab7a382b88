package kayenta

import (
	"math"
	"strings"
	"testing"
)

// a metric of a score test: what it is to be labelled, and its groups.
type metric struct {
	label    Label
	groups   string // separated by spaces
	critical bool
	muted    bool
}

// analyse judges metrics with data that earn them their labels.
func analyse(t *testing.T, weights map[string]float64, metrics ...metric) Result {
	t.Helper()
	config := Config{GroupWeights: weights, Thresholds: Thresholds{Pass: 95, Marginal: 75}}
	var pairs []MetricPair
	for i, m := range metrics {
		name := string(rune('a' + i))
		config.Metrics = append(config.Metrics, MetricConfig{
			Name: name, Groups: strings.Fields(m.groups), Critical: m.critical, Muted: m.muted, MustHaveData: m.label == NodataFailMetric,
		})
		pair := MetricPair{Name: name, Control: ramp(10, 100, 1)}
		switch m.label {
		case Pass:
			pair.Experiment = pair.Control
		case High:
			pair.Experiment = ramp(10, 150, 1)
		case Low:
			pair.Experiment = ramp(10, 50, 1)
		case Error:
			pair.Control, pair.Experiment = same(1, 100), same(1, 110)
		}
		pairs = append(pairs, pair)
	}
	result, err := Judge(config, pairs)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range metrics {
		if got := result.Metrics[i].Label; got != m.label {
			t.Fatalf("metric %d is %v, want %v", i, got, m.label)
		}
	}
	return result
}

func TestScore(t *testing.T) {
	// Scores of the groups, in the order in which they appear; NaN for one without data.
	nan, third := math.NaN(), 1./3
	for _, test := range []struct {
		name           string
		weights        map[string]float64
		metrics        []metric
		score          float64
		classification Classification
		groups         []float64
		reason         string
	}{
		{"all pass", nil, []metric{{label: Pass, groups: "g"}, {label: Pass, groups: "g"}}, 100, ScorePass, []float64{100}, ""},
		{
			"share of pass in a group", nil,
			[]metric{{label: Pass, groups: "g"}, {label: High, groups: "g"}, {label: Low, groups: "g"}, {label: NodataFailMetric, groups: "g"}},
			25, ScoreFail,
			[]float64{25},
			"",
		},
		{
			"Nodata and Error do not count in a group", nil,
			[]metric{{label: Pass, groups: "g"}, {label: High, groups: "g"}, {label: Error, groups: "g"}, {label: Nodata, groups: "g"}},
			50, ScoreFail,
			[]float64{50},
			"",
		},
		{
			"thirds are rounded", nil,
			[]metric{{label: Pass, groups: "g"}, {label: Pass, groups: "g"}, {label: High, groups: "g"}},
			66.67, ScoreFail,
			[]float64{2 * third * 100},
			"",
		},
		{
			"weights",
			map[string]float64{"g": 80, "h": 20},
			[]metric{{label: Pass, groups: "g"}, {label: High, groups: "h"}},
			80, ScoreMarginal,
			[]float64{100, 0},
			"",
		},
		{
			"groups without a weight share the rest",
			map[string]float64{"g": 40},
			[]metric{{label: High, groups: "g"}, {label: Pass, groups: "h"}, {label: High, groups: "i"}},
			30, ScoreFail,
			[]float64{0, 100, 0},
			"",
		},
		{
			"a metric counts in each of its groups", nil,
			[]metric{{label: High, groups: "g h"}, {label: Pass, groups: "h"}},
			25, ScoreFail,
			[]float64{0, 50},
			"",
		},
		{
			"a metric without a group counts nowhere", nil,
			[]metric{{label: High}, {label: Pass, groups: "g"}},
			100, ScorePass,
			[]float64{100},
			"",
		},
		{
			"but it can be critical", nil,
			[]metric{{label: High, critical: true}, {label: Pass, groups: "g"}},
			0, ScoreFail,
			[]float64{100},
			"a is higher",
		},
		{
			"and its missing data count", nil,
			[]metric{{label: Nodata}, {label: Pass, groups: "g"}},
			0, ScoreFail,
			[]float64{100},
			"no data",
		},
		{
			"critical names the first", nil,
			[]metric{{label: Pass, groups: "g", critical: true}, {label: Low, groups: "g", critical: true}, {label: High, groups: "g", critical: true}},
			0, ScoreFail,
			[]float64{third * 100},
			"b is lower",
		},
		{
			"critical comes before missing data", nil,
			[]metric{{label: Nodata, groups: "g"}, {label: Nodata, groups: "g"}, {label: High, groups: "g", critical: true}},
			0, ScoreFail,
			[]float64{0},
			"c is higher",
		},
		{
			"missing data of required metrics are not that", nil,
			[]metric{{label: NodataFailMetric, groups: "g"}, {label: Pass, groups: "g"}},
			50, ScoreFail,
			[]float64{50},
			"",
		},
		{
			"nor are errors", nil,
			[]metric{{label: Error, groups: "g"}, {label: Nodata, groups: "g"}, {label: Pass, groups: "g"}},
			100, ScorePass,
			[]float64{100},
			"",
		},
		{
			"muted metrics are left out of everything", nil,
			[]metric{
				{label: Pass, groups: "g"},
				{label: High, groups: "g", critical: true, muted: true},
				{label: Nodata, groups: "h", muted: true},
			},
			100, ScorePass,
			[]float64{100},
			"",
		},
		{
			"muted metrics do not dilute missing data", nil,
			[]metric{{label: Pass, groups: "g", muted: true}, {label: Pass, groups: "g"}, {label: Nodata, groups: "g"}},
			0, ScoreFail,
			[]float64{100},
			"no data",
		},
		{"nothing to judge", nil, nil, 0, ScoreFail, nil, ""},
		{
			"a group without data, reported as 0, counts for 100", nil,
			[]metric{{label: Error, groups: "g"}, {label: Pass, groups: "h"}},
			100, ScorePass,
			[]float64{nan, 100},
			"",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := analyse(t, test.weights, test.metrics...)
			if got.Score != test.score || got.Classification != test.classification {
				t.Errorf("got %v, %v; want %v, %v", got.Score, got.Classification, test.score, test.classification)
			}
			if !strings.Contains(got.Reason, test.reason) || test.reason == "" && got.Reason != "" {
				t.Errorf("reason %q, want %q in it", got.Reason, test.reason)
			}
			if len(got.Groups) != len(test.groups) {
				t.Fatalf("groups %v, want %v", got.Groups, test.groups)
			}
			for i, g := range got.Groups {
				want := GroupScore{Name: g.Name, Score: test.groups[i]}
				if math.IsNaN(want.Score) {
					want.Score, want.Nodata = 0, true
				}
				if g != want {
					t.Errorf("group %v, want %v", g, want)
				}
			}
		})
	}
}

// Results keep the order and the identity of the pairs; a metric may have several.
func TestResultsOfPairs(t *testing.T) {
	config := DefaultConfig("errors", "latency")
	config.Metrics[1].Muted, config.Metrics[1].Critical = true, true
	result, err := Judge(config, []MetricPair{
		{Name: "latency", ID: "3", Control: ramp(10, 100, 1), Experiment: ramp(10, 150, 1)},
		{Name: "errors", ID: "1", Tags: map[string]string{"zone": "a"}, Control: ramp(5, 0, 1), Experiment: ramp(5, 0, 1)},
		{Name: "errors", ID: "2", Tags: map[string]string{"zone": "b"}, Control: ramp(10, 10, 1), Experiment: ramp(10, 50, 1)},
	})
	if err != nil {
		t.Fatal(err)
	}
	latency, a, b := result.Metrics[0], result.Metrics[1], result.Metrics[2]
	if latency.ID != "3" || !latency.Muted || !latency.Critical || latency.Label != High {
		t.Errorf("got %+v, want a muted High that is critical", latency)
	}
	if a.ID != "1" || a.Tags["zone"] != "a" || a.Label != Pass || b.ID != "2" || b.Tags["zone"] != "b" || b.Label != High {
		t.Errorf("got %+v and %+v", a, b)
	}
	if a.ControlStats.Count != 5 || b.ExperimentStats.Min != 50 || len(b.Groups) != 1 {
		t.Errorf("got %+v and %+v", a, b)
	}
	if result.Score != 50 || len(result.Groups) != 1 {
		t.Errorf("score %v of %v, want 50 of one group", result.Score, result.Groups)
	}
}

// A score equal to a threshold has reached it.
func TestClassify(t *testing.T) {
	for _, test := range []struct {
		pass, marginal, score float64
		want                  Classification
	}{
		{95, 75, 100, ScorePass},
		{95, 75, 95, ScorePass},
		{95, 75, 94.99, ScoreMarginal},
		{95, 75, 75, ScoreMarginal},
		{95, 75, 74.99, ScoreFail},
		{50, 75, 60, ScorePass}, // turned around: nothing checks that
		{50, 75, 40, ScoreFail},
	} {
		if got := (Thresholds{Pass: test.pass, Marginal: test.marginal}).classify(test.score); got != test.want {
			t.Errorf("%v against %v and %v: %v, want %v", test.score, test.pass, test.marginal, got, test.want)
		}
	}
}

// Halves are those of the decimal form, and go away from 0.
func TestRoundHalfUp(t *testing.T) {
	for v, want := range map[float64]float64{
		99.99: 99.99, 66.66666666666667: 66.67, 2.675: 2.68, 2.665: 2.67, 1.005: 1.01, 0.125: 0.13, -0.125: -0.13,
		-0.004: 0, 100: 100, 120: 120, 1e20: 1e20, 2.6749999999999994: 2.67,
	} {
		if got := roundHalfUp(v); got != want || math.Signbit(got) != math.Signbit(want) {
			t.Errorf("roundHalfUp(%v) = %v, want %v", v, got, want)
		}
	}
}
