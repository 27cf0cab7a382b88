package kayenta

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// flagged draws so many pairs and returns which part of them is High or Low with Kayenta's defaults, and which an Error.
func flagged(draw func(r *rand.Rand) (control, experiment []float64), runs int) (share, errors float64) {
	r := rand.New(rand.NewPCG(42, 1))
	for range runs {
		control, experiment := draw(r)
		switch label := (MetricConfig{}).label(MetricPair{Control: control, Experiment: experiment}).Label; {
		case label.Flagged():
			share += 1 / float64(runs)
		case label == Error:
			errors += 1 / float64(runs)
		}
	}
	return share, errors
}

// How often the rule flags is known of Kayenta's judge itself, from 1,000 to 4,000 draws each, run at a69573be. Here it has to be so
// often too, within four standard errors of both together, for 1,000 draws there and at least 2 in 1,000 flagged.
func TestOperatingCharacteristics(t *testing.T) {
	type draw = func(r *rand.Rand) (control, experiment []float64)
	normal := func(n int, shift, scale float64) draw {
		return func(r *rand.Rand) (control, experiment []float64) {
			return fill(n, func(int) float64 { return scale * (100 + 10*r.NormFloat64()) }),
				fill(n, func(int) float64 { return scale * (100 + shift + 10*r.NormFloat64()) })
		}
	}
	exponential := func(scale, times float64) draw {
		return func(r *rand.Rand) (control, experiment []float64) {
			return fill(60, func(int) float64 { return scale * r.ExpFloat64() }), fill(60, func(int) float64 { return scale * times * r.ExpFloat64() })
		}
	}
	autocorrelated := func(rho float64) draw {
		return func(r *rand.Rand) (control, experiment []float64) {
			side := func() []float64 {
				last := r.NormFloat64()
				return fill(60, func(int) float64 {
					last = rho*last + math.Sqrt(1-rho*rho)*r.NormFloat64()
					return 100 + 10*last
				})
			}
			return side(), side()
		}
	}
	poisson := func(mean, times float64) draw {
		return func(r *rand.Rand) (control, experiment []float64) {
			side := func(mean float64) []float64 {
				p := distuv.Poisson{Lambda: mean, Src: rand.NewPCG(r.Uint64(), 1)}
				return fill(60, func(int) float64 { return p.Rand() })
			}
			return side(mean), side(mean * times)
		}
	}
	sparse := func(r *rand.Rand) (control, experiment []float64) {
		return same(60, 0), fill(60, func(int) float64 { return math.Floor(r.Float64() / 0.8) })
	}
	const runs = 1000
	for _, test := range []struct {
		name string
		draw draw
		want float64 // part flagged
	}{
		{"nothing, 2 points", normal(2, 0, 1), 0.23},
		{"nothing, 3 points", normal(3, 0, 1), 0.053},
		{"nothing, 4 points", normal(4, 0, 1), 0.009},
		{"nothing, 5 points", normal(5, 0, 1), 0.0015},
		{"nothing, 10 points", normal(10, 0, 1), 0.0028},
		{"nothing, 30 points", normal(30, 0, 1), 0.002},
		{"nothing, exponential", exponential(1, 1), 0},
		{"nothing, exponential of mean 1e-4", exponential(1e-4, 1), 0.093},
		{"nothing, exponential of mean 3e-5", exponential(3e-5, 1), 0.081},
		{"nothing, exponential of mean 1e-5", exponential(1e-5, 1), 0.06},
		{"nothing, autocorrelation 0", autocorrelated(0), 0.001},
		{"nothing, autocorrelation 0.3", autocorrelated(0.3), 0.03},
		{"nothing, autocorrelation 0.6", autocorrelated(0.6), 0.108},
		{"nothing, autocorrelation 0.9", autocorrelated(0.9), 0.499},
		{"+5 %, 60 points", normal(60, 5, 1), 0.297},
		{"+10 %, 60 points", normal(60, 10, 1), 0.983},
		{"+15 %, 30 points around 1", normal(30, 15, 1e-2), 0.988},
		{"+15 %, 30 points around 1e-3", normal(30, 15, 1e-5), 0.928},
		{"+15 %, 30 points around 1e-4", normal(30, 15, 1e-6), 0.029},
		{"+15 %, 30 points around 3e-5", normal(30, 15, 3e-7), 0},
		{"doubled, exponential", exponential(1, 2), 0.48},
		{"doubled, Poisson of 0.2", poisson(0.2, 2), 0.166},
		{"doubled, Poisson of 0.5", poisson(0.5, 2), 0.355},
		{"doubled, Poisson of 1", poisson(1, 2), 0.377},
		{"doubled, Poisson of 2", poisson(2, 2), 0.982},
		{"a fifth of the points over none", sparse, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, errors := flagged(test.draw, runs)
			p := max(test.want, 0.002)
			most := 4 * math.Sqrt(p*(1-p)*(1./1000+1./runs))
			t.Logf("flagged %.4f of %d, Kayenta %.4f", got, runs, test.want)
			if math.Abs(got-test.want) > most || errors > 0 {
				t.Errorf("flagged %.4f, errors %.4f; want %.4f ± %.4f and none", got, errors, test.want, most)
			}
		})
	}
	for _, mean := range []float64{0.2, 1, 5, 20} {
		if got, errors := flagged(poisson(mean, 1), runs); got > 0.02 || errors > 0 {
			t.Errorf("nothing, Poisson of %v: flagged %.4f, errors %.4f; want 0 to 0.011, none", mean, got, errors)
		}
	}
	if got, errors := flagged(normal(1, 0, 1), runs); got != 0 || math.Abs(errors-1) > 1e-9 {
		t.Errorf("nothing, 1 point: flagged %v, errors %v, want 0 and 1", got, errors)
	}
}
