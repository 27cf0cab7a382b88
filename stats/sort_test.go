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
			sizes := []int{stackKeys - 1, stackKeys, stackKeys + 1, radixMin - 1, radixMin, 1000, 5000}
			for n := range 70 {
				sizes = append(sizes, n+1)
			}
			for _, n := range sizes {
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
	for _, n := range []int{10, 20, 60, 120, 250, 400, 500, 1440, 100_000} {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		keys, unsorted, scratch := make([]uint64, n), make([]uint64, max(4*n, 400_000)), make([]uint64, n)
		for i := range unsorted {
			unsorted[i] = orderKey(100 + 10*rng.NormFloat64())
		}
		for _, method := range []struct {
			name string
			sort func([]uint64)
		}{
			{"slices", slices.Sort[[]uint64]},
			{"merge", func(k []uint64) { mergeSort(k, scratch) }},
			{"radix", func(k []uint64) { radixSort(k, scratch) }},
		} {
			b.Run(fmt.Sprintf("%s/n=%d", method.name, n), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					copy(keys, unsorted[i%(len(unsorted)/n)*n:])
					method.sort(keys)
				}
			})
		}
	}
}
