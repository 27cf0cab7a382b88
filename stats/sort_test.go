package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortedKeys(t *testing.T) {
	for name, draw := range shapes {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 1))
			for _, n := range []int{1, 2, radixMin - 1, radixMin, 1000, 5000} {
				x := make([]float64, n)
				for i := range x {
					x[i] = draw(rng)
				}
				want := slices.Sorted(slices.Values(x))
				if got := must(sortedFinite("", x)); !slices.Equal(got, want) {
					t.Errorf("%d values: not sorted as slices.Sort does", n)
				}
				if got := must(sortedFinite("", want)); !slices.Equal(got, want) {
					t.Errorf("%d values in order: not left in order", n)
				}
			}
		})
	}
}

func TestOrderKey(t *testing.T) {
	ascending := []float64{
		math.Inf(-1), -math.MaxFloat64, -1, -0x1p-1022, -math.SmallestNonzeroFloat64, 0,
		math.SmallestNonzeroFloat64, 0x1p-1022, 1, math.Nextafter(1, 2), math.MaxFloat64, math.Inf(1),
	}
	for i, v := range ascending {
		if got := keyValue(orderKey(v)); got != v {
			t.Errorf("keyValue(orderKey(%v)): got %v", v, got)
		}
		if i > 0 && orderKey(ascending[i-1]) >= orderKey(v) {
			t.Errorf("the key of %v is not below that of %v", ascending[i-1], v)
		}
	}
	if zero := math.Copysign(0, -1); orderKey(zero) != orderKey(0) {
		t.Error("the keys of −0 and +0 differ")
	}
}

func BenchmarkSort(b *testing.B) {
	for _, n := range []int{60, 120, 250, 1440, 100_000} {
		samples, _ := benchPairs(n, false)
		for name, sort := range map[string]func([]uint64) []uint64{
			"slices": func(k []uint64) []uint64 { slices.Sort(k); return k },
			"radix":  func(k []uint64) []uint64 { return radixSort(k, make([]uint64, len(k))) },
		} {
			b.Run(name+fmt.Sprintf("/n=%d", n), func(b *testing.B) {
				keys := make([]uint64, n)
				for i := 0; b.Loop(); i++ {
					for j, v := range samples[i%len(samples)] {
						keys[j] = orderKey(v)
					}
					sort(keys)
				}
			})
		}
	}
}
