package quality

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/serin-canary/serin/judge"
)

// A Scene is a canary that is looked at every minute of an hour.
type Scene string

// The scenes.
const (
	ErrorRatio  Scene = "errors of 1,000 requests a minute"      // 1 % of either population's
	MeanLatency Scene = "mean latency of 50 requests a minute"   // lognormal, sigma 0.6
	MidLatency  Scene = "median latency of 50 requests a minute" // the same
	RareErrors  Scene = "0.5 errors a minute"                    // of either population, as a count
)

// A Common says what the minutes have in common besides the canary: the log of a rate or of a latency follows its
// predecessor with correlation 0.6, with a standard deviation of 0.25 for errors and 0.08 for latencies.
type Common string

// What minutes have in common.
const (
	Independent Common = "independent" // nothing
	Shared      Common = "shared"      // the same for both populations
	OwnNoise    Common = "own"         // for either population by itself
)

// A Watched is what is looked at every minute.
type Watched struct {
	Scene   Scene
	Common  Common
	Times   float64 // what the scene measures, in the canary; 1: no change
	Open    bool    // nobody knows that there will be 60 looks
	History bool    // the two hours before, in which the populations were alike, are known
}

// How long a canary is looked at, and how far its history goes back.
const (
	watchMinutes   = 60
	historyMinutes = 120
)

// draw draws one canary. What a history would hold is drawn in any case, so that it changes nothing else.
func (w Watched) draw(r *rand.Rand) watch {
	var drawn watch
	drawn.looks, drawn.planned, drawn.first = everyMinute(watchMinutes)
	drawn.open = w.Open
	drawn.plan = planOf(watchMinutes, watchMinutes, metricOf(0, w.Scene.kind(), judge.NoPreset))
	if w.Scene == RareErrors {
		drawn.plan.BaselineExposure, drawn.plan.CanaryExposure = 1, 1
	}
	factors := w.Scene.factors(r, w.Common, historyMinutes+watchMinutes)
	var past, present [2][]float64
	for side, all := range factors {
		past[side], present[side] = all[:historyMinutes], all[historyMinutes:]
	}
	for i := range present[canary] {
		present[canary][i] *= w.Times
	}
	history := earlier(w.Scene.observe(r, past), watchMinutes*step)
	if w.History {
		drawn.history = []judge.Observation{history}
	}
	drawn.observed = []judge.Observation{w.Scene.observe(r, present)}
	return drawn
}

// kind returns what the scene is measured as.
func (s Scene) kind() judge.Kind {
	switch s {
	case ErrorRatio:
		return judge.Ratio
	case RareErrors:
		return judge.Count
	default:
		return judge.Gauge
	}
}

// factors draws by how much each minute's rate or latency is away from what it is on average.
func (s Scene) factors(r *rand.Rand, c Common, minutes int) (sides [2][]float64) {
	const rho = 0.6
	deviation := 0.08
	if s == ErrorRatio || s == RareErrors {
		deviation = 0.25
	}
	shared := autoregressive(r, rho, minutes)
	for side := range sides {
		log := shared
		switch c {
		case OwnNoise:
			log = autoregressive(r, rho, minutes)
		case Independent:
			log = make([]float64, minutes)
		}
		sides[side] = make([]float64, minutes)
		for i := range sides[side] {
			sides[side][i] = math.Exp(deviation * log[i])
		}
	}
	return sides
}

// observe draws what is seen of both populations.
func (s Scene) observe(r *rand.Rand, factors [2][]float64) judge.Observation {
	var values, totals [2][]float64
	for side := range factors {
		for _, factor := range factors[side] {
			values[side] = append(values[side], s.minute(r, factor))
			if s == ErrorRatio {
				totals[side] = append(totals[side], requests)
			}
		}
	}
	if s.kind() == judge.Gauge {
		return gaugesOf(values[baseline], values[canary])
	}
	return countsOf(values, totals)
}

// requests is how many there are in a minute of [ErrorRatio].
const requests = 1000

// minute draws the value of one minute.
func (s Scene) minute(r *rand.Rand, factor float64) float64 {
	switch s {
	case ErrorRatio:
		return distuv.Binomial{N: requests, P: min(1, 0.01*factor), Src: r}.Rand()
	case RareErrors:
		return distuv.Poisson{Lambda: 0.5 * factor, Src: r}.Rand()
	}
	const perMinute, sigma = 50, 0.6
	latencies := make([]float64, perMinute)
	sum := 0.0
	for i := range latencies {
		latencies[i] = factor * math.Exp(sigma*r.NormFloat64())
		sum += latencies[i]
	}
	if s == MeanLatency {
		return sum / perMinute
	}
	slices.Sort(latencies)
	return (latencies[perMinute/2-1] + latencies[perMinute/2]) / 2
}

// earlier moves an observation without slices back in time.
func earlier(o judge.Observation, by time.Duration) judge.Observation {
	s := o.Slices[0]
	for _, part := range parts(&s) {
		part.Start = part.Start.Add(-by)
	}
	return judge.Observation{Slices: []judge.Slice{s}}
}
