package kayenta

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestMistakes(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	one := func(change func(*MetricConfig)) Config {
		config := DefaultConfig("a")
		change(&config.Metrics[0])
		return config
	}
	for _, test := range []struct {
		name   string
		config Config
		pairs  []MetricPair
		want   []string // one message of each; none for no error
	}{
		{"sound", DefaultConfig("a", "b"), []MetricPair{{Name: "a"}}, nil},
		{"a name twice", DefaultConfig("a", "b", "a"), nil, []string{`metric "a" is configured twice`}},
		{"pairs without a configuration", DefaultConfig("a"), []MetricPair{{Name: "b"}, {Name: "a"}, {Name: "b"}}, []string{`metric "b" is not configured`}},
		{"direction", one(func(m *MetricConfig) { m.Direction = 3 }), nil, []string{`unknown direction(3)`}},
		{"NaN strategy", one(func(m *MetricConfig) { m.NaNStrategy = -1 }), nil, []string{`unknown NaN strategy(-1)`}},
		{"measure", one(func(m *MetricConfig) { m.EffectSize.Measure = 2 }), nil, []string{`unknown measure(2)`}},
		{"allowed", one(func(m *MetricConfig) { m.EffectSize.AllowedDecrease = new(nan) }), nil, []string{"allowed increase and decrease are 1 and NaN"}},
		{"critical", one(func(m *MetricConfig) { m.EffectSize.CriticalIncrease = new(inf) }), nil, []string{"critical increase and decrease are +Inf and 1"}},
		{"outlier factor of 0", one(func(m *MetricConfig) { m.Outliers = Outliers{Remove: true, Factor: new(0.)} }), nil, []string{"outlier factor 0"}},
		{"outlier factor below 0", one(func(m *MetricConfig) { m.Outliers = Outliers{Remove: true, Factor: new(-1.)} }), nil, []string{"outlier factor -1"}},
		{"no outlier factor", one(func(m *MetricConfig) { m.Outliers = Outliers{Remove: true, Factor: new(nan)} }), nil, []string{"outlier factor NaN"}},
		{"outlier factor that is not used", one(func(m *MetricConfig) { m.Outliers.Factor = new(0.) }), nil, nil},
		{"weight", Config{GroupWeights: map[string]float64{"g": nan, "h": -inf, "i": 3}}, nil, []string{`group "g" is NaN`, `group "h" is -Inf`}},
		{"thresholds", Config{Thresholds: Thresholds{Pass: 95, Marginal: nan}}, nil, []string{"thresholds are 95 and NaN"}},
		{
			"all at once",
			Config{Metrics: []MetricConfig{{Name: "a", Direction: 9}, {Name: "a"}}},
			[]MetricPair{{Name: "c"}},
			[]string{"direction(9)", "twice", `"c"`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Judge(test.config, test.pairs)
			if len(test.want) == 0 {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			if !errors.Is(err, ErrConfig) || len(strings.Split(err.Error(), "\n")) != len(test.want) {
				t.Fatalf("got %v, want ErrConfig with %q", err, test.want)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			}
			if got.Metrics != nil || got.Classification != ScoreFail {
				t.Errorf("got %+v beside an error", got)
			}
		})
	}
}

// Weights that are finite can still be too large to add.
func TestScoreTooLarge(t *testing.T) {
	config := DefaultConfig("a", "b")
	config.Metrics[0].Groups, config.Metrics[1].Groups = []string{"g"}, []string{"h"}
	config.GroupWeights = map[string]float64{"g": 1.5e308, "h": 1.5e308}
	same := ramp(3, 0, 1)
	_, err := Judge(config, []MetricPair{{Name: "a", Control: same, Experiment: same}, {Name: "b", Control: same, Experiment: same}})
	if !errors.Is(err, ErrConfig) {
		t.Errorf("got %v, want ErrConfig", err)
	}
}

func TestDefaults(t *testing.T) {
	config := DefaultConfig("a", "b")
	if len(config.Metrics) != 2 || config.Thresholds != (Thresholds{Pass: 95, Marginal: 75}) || config.GroupWeights != nil {
		t.Errorf("got %+v", config)
	}
	m := config.Metrics[1]
	if m.Name != "b" || m.Direction != Either || m.NaNStrategy != Remove || m.Critical || m.MustHaveData || m.Muted || m.Outliers.Remove {
		t.Errorf("got %+v", m)
	}
	if len(m.Groups) != 1 || m.Groups[0] != config.Metrics[0].Groups[0] {
		t.Errorf("groups %v, want one for all", m.Groups)
	}
	if e := m.EffectSize; e.allowed() != (bounds{1, 1}) || e.critical() != (bounds{1, 1}) || m.Outliers.factor() != 3 {
		t.Errorf("allowed %v, critical %v, factor %v; want 1, 1, 3", e.allowed(), e.critical(), m.Outliers.factor())
	}
	cles := EffectSize{Measure: CLES, AllowedIncrease: new(0.7), CriticalDecrease: new(0.1)}
	if cles.allowed() != (bounds{0.7, 0.5}) || cles.critical() != (bounds{0.5, 0.1}) {
		t.Errorf("allowed %v, critical %v", cles.allowed(), cles.critical())
	}
}

// Words that Kayenta does not know are its defaults.
func TestWords(t *testing.T) {
	for word, want := range map[string]Direction{"increase": Increase, "decrease": Decrease, "either": Either, "up": Either, "Increase": Either, "": Either} {
		if got := ParseDirection(word); got != want {
			t.Errorf("direction %q: got %v, want %v", word, got, want)
		}
	}
	for word, want := range map[string]NaNStrategy{"remove": Remove, "replace": Replace, "none": Remove} {
		if got := ParseNaNStrategy(word); got != want {
			t.Errorf("NaN strategy %q: got %v, want %v", word, got, want)
		}
	}
	for word, want := range map[string]Measure{"meanRatio": MeanRatio, "cles": CLES, "CLES": MeanRatio} {
		if got := ParseMeasure(word); got != want {
			t.Errorf("measure %q: got %v, want %v", word, got, want)
		}
	}
	for want, word := range map[string]fmt.Stringer{
		"Pass": Pass, "High": High, "Low": Low, "Nodata": Nodata, "NodataFailMetric": NodataFailMetric, "Error": Error, "label(9)": Label(9),
	} {
		if got := word.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if s := fmt.Sprint(ScorePass, ScoreMarginal, ScoreFail); s != "Pass Marginal Fail" {
		t.Errorf("got %q", s)
	}
	for _, l := range []Label{Error, Pass, High, Low, Nodata, NodataFailMetric} {
		if got, want := l.Flagged(), l == High || l == Low; got != want {
			t.Errorf("%v flagged: %v", l, got)
		}
	}
}
