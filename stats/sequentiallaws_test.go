package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var sides = []Alternative{TwoSided, Less, Greater}

// TestPublishedMixtures compares with values of the unit tests of confseq (Howard and others), which are from R: normal and
// beta-binomial mixtures tuned for an intrinsic time of 100, at a sum of 10 and a time of 100.
func TestPublishedMixtures(t *testing.T) {
	two, one := must(MixtureGain(0.05, TwoSided, TuneFirstOrder)), must(MixtureGain(0.05, Greater, TuneFirstOrder))
	// 625 observations with probability 0.2 have that time; 135 events are 10 more than expected.
	counts := func(gain float64, a Alternative) float64 { return must(SequentialCounts(490, 135, 0.2, 625/gain-1, a)) }
	oneSided := root(func(z float64) float64 { return must(SequentialNormal(z, 100, 100*one, Greater)) - math.Log(20) }, 0, 100)
	for name, v := range map[string][2]float64{
		"rho":                      {100 / two, 12.60056},
		"two-sided normal":         {must(SequentialNormal(10, 100, 100*two, TwoSided)), -0.6510052},
		"two-sided normal bound":   {must(SequentialRadius(100, 100*two, 0.05, TwoSided)), 30.35209},
		"one-sided normal":         {must(SequentialNormal(10, 100, 100*one, Greater)), -0.06502391},
		"one-sided normal bound":   {oneSided, 27.66071},
		"two-sided beta-binomial":  {counts(two, TwoSided), -0.6941012},
		"one-sided beta-binomial":  {counts(one, Greater), -0.07134019},
		"weight for 1.5":           {must(CountWeight(0.5, 1.5)), 24},
		"weight for 2":             {must(CountWeight(0.5, 0.5)), 8},
		"share of twice the rate":  {must(EventShare(0.05, 2)), 0.1 / 1.05},
		"t after nothing":          {must(SequentialT(0, 15, 2, TwoSided)), math.Log(2./17) / 2},
		"t without any deviations": {must(SequentialT(math.Inf(1), 5, 2, TwoSided)), 2 * math.Log(3.5)},
	} {
		if !near(v[0], v[1], 1e-6, 1e-7) {
			t.Errorf("%s: got %v, want %v", name, v[0], v[1])
		}
	}
}

// TestCountsAreFair sums e-values over all outcomes: 1 if nothing differs, and less if the canary is on the side that is not
// looked for, the more so the farther.
func TestCountsAreFair(t *testing.T) {
	for _, n := range []int{1, 7, 60, 400} {
		for _, share := range []float64{0.02, 0.3, 0.5, 0.95} {
			for _, weight := range []float64{0.01, 1, 24, 1000} {
				mean := func(truth float64, a Alternative) (sum float64) {
					for b := range n + 1 {
						x, y := float64(b), float64(n-b)
						sum += math.Exp(logBinomial(x, y, truth, 1-truth) + must(SequentialCounts(y, x, share, weight, a)))
					}
					return sum
				}
				for _, a := range sides {
					if e := mean(share, a); !near(e, 1, 1e-10, 0) {
						t.Errorf("%d events, share %v, weight %v, %v: e-values have the mean %v", n, share, weight, a, e)
					}
				}
				if near, far := mean(0.9*share, Greater), mean(0.5*share, Greater); near >= 1 || far >= near {
					t.Errorf("%d events, share %v, weight %v: means %v and %v below the share", n, share, weight, near, far)
				}
			}
		}
	}
}

// integral is the trapezoidal rule over the whole line, for smooth functions that end before ±limit.
func integral(f func(u float64) float64, limit, h float64) (sum float64) {
	for u := -limit; u <= limit; u += h {
		sum += f(u) * h
	}
	return sum
}

func normalDensity(z float64) float64 { return math.Exp(-z*z/2 - halfLog2Pi) }

func TestNormalIsFair(t *testing.T) {
	for _, gain := range []float64{0.01, 1, 8, 1000} {
		mean := func(truth float64, a Alternative) float64 {
			return integral(func(z float64) float64 {
				return normalDensity(z-truth) * math.Exp(must(SequentialNormal(3*z, 9, 9*gain, a)))
			}, 37, 0.02)
		}
		for _, a := range sides {
			// With a wide prior what counts is far out: the integral does not end before the limit.
			if e := mean(0, a); gain < 100 && !near(e, 1, 1e-10, 0) {
				t.Errorf("gain %v, %v: e-values have the mean %v", gain, a, e)
			}
		}
		if e := mean(-0.5, Greater); e >= 1 {
			t.Errorf("gain %v: mean %v on the other side", gain, e)
		}
	}
}

// TestTIsFair integrates over Student's distribution, on the scale t = sinh u.
func TestTIsFair(t *testing.T) {
	for _, n := range []float64{2, 3, 4.5, 30} {
		l1, _ := math.Lgamma(n / 2)
		l2, _ := math.Lgamma((n - 1) / 2)
		for _, weight := range []float64{0.5, 2, 20} {
			for _, a := range sides {
				e := integral(func(u float64) float64 {
					x := math.Sinh(u)
					logDensity := l1 - l2 - math.Log(math.Pi*(n-1))/2 - n/2*math.Log1p(x*x/(n-1))
					return math.Cosh(u) * math.Exp(logDensity+must(SequentialT(x, n, weight, a)))
				}, 60, 0.03)
				if !near(e, 1, 1e-9, 0) {
					t.Errorf("n = %v, weight %v, %v: e-values have the mean %v", n, weight, a, e)
				}
			}
		}
	}
}

// TestTByDefinition integrates the likelihood over the priors: uniform for ln σ, normal or half-normal for the mean in units of σ.
func TestTByDefinition(t *testing.T) {
	for _, c := range []struct{ t, n, weight float64 }{{2.5, 4, 2}, {-1.3, 7, 0.8}, {6, 12, 5}, {0.2, 3, 1}} {
		mean := c.t / math.Sqrt(c.n) // of values with variance 1
		likelihood := func(delta float64) float64 {
			return integral(func(logSigma float64) float64 {
				d := mean*math.Exp(-logSigma) - delta
				return math.Exp(-c.n*logSigma - ((c.n-1)*math.Exp(-2*logSigma)+c.n*d*d)/2)
			}, 9, 0.03)
		}
		sum := map[Alternative]float64{}
		const h = 0.002
		for i := range 3000 {
			delta := (float64(i) + 0.5) * h
			prior := normalDensity(delta*math.Sqrt(c.weight)) * math.Sqrt(c.weight) * h
			sum[Greater] += 2 * prior * likelihood(delta)
			sum[Less] += 2 * prior * likelihood(-delta)
		}
		sum[TwoSided] = (sum[Greater] + sum[Less]) / 2
		for _, a := range sides {
			if got, want := must(SequentialT(c.t, c.n, c.weight, a)), math.Log(sum[a]/likelihood(0)); !near(got, want, 0, 2e-5) {
				t.Errorf("%+v, %v: got %v, by definition %v", c, a, got, want)
			}
		}
	}
}

// TestQuantileIsFair sums e-values over all histograms with three buckets, the quantile inside of one or between two.
func TestQuantileIsFair(t *testing.T) {
	const nb, nc, p = 5, 6, 0.6
	histograms := func(n int, visit func(counts []float64)) {
		for i := range n + 1 {
			for j := range n + 1 - i {
				visit([]float64{float64(i), float64(j), float64(n - i - j)})
			}
		}
	}
	probability := func(counts, law []float64) float64 {
		l, _ := math.Lgamma(counts[0] + counts[1] + counts[2] + 1)
		for i, n := range counts {
			f, _ := math.Lgamma(n + 1)
			l += n*math.Log(law[i]) - f
		}
		return math.Exp(l)
	}
	for name, law := range map[string][2][]float64{
		"inside a bucket":        {{0.3, 0.5, 0.2}, {0.5, 0.2, 0.3}},
		"at an edge":             {{0.6, 0.2, 0.2}, {0.6, 0.3, 0.1}},
		"the canary's is lower":  {{0.3, 0.2, 0.5}, {0.8, 0.1, 0.1}},
		"the canary's is higher": {{0.8, 0.1, 0.1}, {0.3, 0.2, 0.5}},
	} {
		mean := map[Alternative]float64{}
		histograms(nb, func(b []float64) {
			histograms(nc, func(c []float64) {
				for _, a := range sides {
					mean[a] += probability(b, law[0]) * probability(c, law[1]) * math.Exp(must(SequentialQuantile(b, c, p, 3, 7, a)))
				}
			})
		})
		fair := map[string][]Alternative{"the canary's is lower": {Greater}, "the canary's is higher": {Less}}[name]
		if fair == nil {
			fair = sides
		}
		for _, a := range fair {
			if !(mean[a] <= 1) {
				t.Errorf("%s, %v: e-values have the mean %v", name, a, mean[a])
			}
		}
	}
}

// TestSequentialMirrors exchanges the populations.
func TestSequentialMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(0, 1000).Draw(t, "a"), rapid.Float64Range(0, 1000).Draw(t, "b")
		share, weight := rapid.Float64Range(0.01, 0.99).Draw(t, "share"), rapid.Float64Range(0.1, 1e4).Draw(t, "weight")
		n := rapid.Float64Range(2, 500).Draw(t, "n")
		x := a - b
		same := func(name string, got, want float64) {
			if !near(got, want, 1e-9, 1e-9) {
				t.Fatalf("%s: got %v, mirrored %v", name, got, want)
			}
		}
		for _, side := range sides {
			m := mirror[side]
			same("counts", must(SequentialCounts(a, b, share, weight, side)), must(SequentialCounts(b, a, 1-share, weight, m)))
			same("normal", must(SequentialNormal(x, n, weight, side)), must(SequentialNormal(-x, n, weight, m)))
			same("t", must(SequentialT(x/100, n, weight, side)), must(SequentialT(-x/100, n, weight, m)))
			h, k := []float64{a, 3, b, n}, []float64{b, n, 7, a}
			if side == TwoSided {
				same("quantile", must(SequentialQuantile(h, k, share, weight, n, side)), must(SequentialQuantile(k, h, share, n, weight, m)))
			}
			slices.Reverse(h)
			slices.Reverse(k)
			same("quantile from above", must(SequentialQuantile(h, k, 1-share, weight, n, side)),
				must(SequentialQuantile([]float64{a, 3, b, n}, []float64{b, n, 7, a}, share, weight, n, m)))
		}
		counts := []int64{int64(a), int64(b), int64(n)}
		same("split", must(SequentialSplit(counts, []float64{a + 1, 2, n}, weight)),
			must(SequentialSplit([]int64{counts[2], counts[0], counts[1]}, []float64{n, a + 1, 2}, weight)))
		if a+b > 0 {
			i, j := must(SequentialRateRatio(a, b, share, weight, 0.9)), must(SequentialRateRatio(b, a, 1-share, weight, 0.9))
			same("ratio", i.Lo, 1/j.Hi)
			same("ratio", i.Hi, 1/j.Lo)
		}
	})
}

// TestSequentialMonotone: more events, a larger estimate, slower observations are more evidence for Greater.
func TestSequentialMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(0, 1000).Draw(t, "a"), rapid.Float64Range(0, 1000).Draw(t, "b")
		share, weight := rapid.Float64Range(0.01, 0.99).Draw(t, "share"), rapid.Float64Range(0.1, 1e4).Draw(t, "weight")
		more, n := rapid.Float64Range(0, 10).Draw(t, "more"), rapid.Float64Range(2, 500).Draw(t, "n")
		x := (a - b) / 50
		slower := rapid.Float64Range(0, b).Draw(t, "slower")
		for name, v := range map[string][2]float64{
			"counts": {must(SequentialCounts(a, b, share, weight, Greater)), must(SequentialCounts(a, b+more, share, weight, Greater))},
			"normal": {must(SequentialNormal(x, 1, weight, Greater)), must(SequentialNormal(x+more, 1, weight, Greater))},
			"t":      {must(SequentialT(x, n, weight, Greater)), must(SequentialT(x+more, n, weight, Greater))},
			"quantile": {
				must(SequentialQuantile([]float64{a, 9, n}, []float64{b, n, 7}, share, weight, n, Greater)),
				must(SequentialQuantile([]float64{a, 9, n}, []float64{b - slower, n, 7 + slower}, share, weight, n, Greater)),
			},
			"quantile of a faster baseline": {
				-must(SequentialQuantile([]float64{a + slower, 9, n}, []float64{b, n, 7}, share, weight, n, Less)),
				-must(SequentialQuantile([]float64{a + slower, 9, n}, []float64{b - slower, n, 7 + slower}, share, weight, n, Less)),
			},
		} {
			if v[1] < v[0]-1e-9*(1+math.Abs(v[0])) {
				t.Fatalf("%s: evidence %v, then less: %v", name, v[0], v[1])
			}
		}
	})
}

// TestSequentialLimits holds intervals and critical values against the e-values they come from.
func TestSequentialLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := float64(rapid.IntRange(0, 300).Draw(t, "a")), float64(rapid.IntRange(0, 300).Draw(t, "b"))
		share, weight := rapid.Float64Range(0.01, 0.99).Draw(t, "share"), rapid.Float64Range(0.1, 1e4).Draw(t, "weight")
		alpha, n := rapid.Float64Range(1e-6, 0.49).Draw(t, "alpha"), rapid.Float64Range(2, 500).Draw(t, "n")
		goal := -math.Log(alpha)
		same := func(name string, got float64) {
			if !near(got, goal, 1e-8, 1e-8) {
				t.Fatalf("%s: evidence %v at the limit, want %v", name, got, goal)
			}
		}
		same("radius", must(SequentialNormal(must(SequentialRadius(n, weight, alpha, TwoSided)), n, weight, TwoSided)))
		if e := must(SequentialNormal(must(SequentialRadius(n, weight, alpha, Less)), n, weight, Greater)); e < goal {
			t.Fatalf("evidence %v at the one-sided limit, want at least %v", e, goal)
		}
		for _, side := range []Alternative{TwoSided, Greater} {
			critical := must(SequentialTCritical(n, weight, alpha, side))
			if most := must(SequentialT(math.Inf(1), n, weight, side)); math.IsInf(critical, 1) != (most < goal) && !near(most, goal, 1e-8, 0) {
				t.Fatalf("critical t of %v, but at most the evidence %v", critical, most)
			}
			if critical < 1e6 {
				same("t", must(SequentialT(critical, n, weight, side)))
			}
		}
		if a+b == 0 {
			return
		}
		i := must(SequentialRateRatio(a, b, share, weight, 1-alpha))
		if !(i.Lo <= i.Value && i.Value <= i.Hi) || b == 0 && i.Lo > 0 || a == 0 && i.Hi < math.Inf(1) {
			t.Fatalf("interval %+v of %v and %v events", i, a, b)
		}
		if e := must(SequentialCounts(a, b, share, weight, TwoSided)); (e >= goal) != (i.Lo > 1 || i.Hi < 1) && !near(e, goal, 1e-9, 0) {
			t.Fatalf("evidence %v, want %v, and interval %+v", e, goal, i)
		}
		for _, limit := range []float64{i.Lo, i.Hi} {
			if limit == 0 || math.IsInf(limit, 1) {
				continue
			}
			beta := func(x, y float64) float64 {
				lx, _ := math.Lgamma(x)
				ly, _ := math.Lgamma(y)
				lz, _ := math.Lgamma(x + y)
				return lx + ly - lz
			}
			odds := limit * share / (1 - share)
			same("ratio", beta(weight*share+b, weight*(1-share)+a)-beta(weight*share, weight*(1-share))+b*math.Log1p(1/odds)+a*math.Log1p(odds))
		}
	})
}
