package quality

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// The seeds: rules are tuned on one set of random numbers, and shown on another.
const (
	TuneSeed uint64 = 20260301
	TestSeed uint64 = 20260917
)

// stream returns the random numbers of run i of an experiment: the same whatever else runs, and in whatever order.
func stream(seed uint64, experiment string, i int) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(experiment)) // a hash takes everything
	return rand.New(rand.NewPCG(mix(seed^mix(h.Sum64())), mix(uint64(i)^seed<<1)))
}

// mix spreads the bits of a number over the whole of it (splitmix64), so that neighbours make unrelated seeds.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// each calls f for 0 to n−1, as many at a time as there are processors, and returns what it returned in that order.
func each[T any](n int, f func(i int) (T, error)) ([]T, error) {
	results := make([]T, n)
	var group errgroup.Group
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		group.Go(func() error {
			for i := w; i < n; i += workers {
				var err error
				if results[i], err = f(i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return results, group.Wait()
}

// between draws evenly from [low, high).
func between(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// betweenLog draws from [low, high) so that every power of ten in it is as likely as the next.
func betweenLog(r *rand.Rand, low, high float64) float64 {
	return math.Exp(between(r, math.Log(low), math.Log(high)))
}

// among draws one of the values.
func among[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }
