package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestMidranks(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		name    string
		x, want []float64
	}{
		{"nothing", nil, nil},
		{"one", []float64{7}, []float64{1}},
		{"ties", []float64{3, 1, 3, -2, 3, 1}, []float64{5, 2.5, 5, 1, 5, 2.5}},
		{"NaN ranks first", []float64{nan, -inf, inf, nan}, []float64{1.5, 3, 4, 1.5}},
		{"zeros are equal", []float64{math.Copysign(0, -1), 0, 1}, []float64{1.5, 1.5, 3}},
	} {
		if got := Midranks(tt.x); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Midranks(%v): got %v, want %v", tt.name, tt.x, got, tt.want)
		}
	}
}

func TestMidranksCounts(t *testing.T) {
	for name, draw := range shapes {
		rng := rand.New(rand.NewPCG(1, 1))
		for _, n := range []int{5, stackKeys, stackKeys + 1, radixMin + 50} {
			x := make([]float64, n)
			for i := range x {
				x[i] = draw(rng)
			}
			for i, got := range Midranks(x) {
				want := 0.5 // itself counts as half below
				for _, v := range x {
					switch {
					case v < x[i]:
						want++
					case v == x[i]:
						want += 0.5
					}
				}
				if got != want {
					t.Fatalf("%s, %d values: rank of %v: got %v, want %v", name, n, x[i], got, want)
				}
			}
		}
	}
}

// Values that differ in their lowest bits alone have no room for these beside their index, once there is a far one.
func TestMidranksOfCloseValues(t *testing.T) {
	for _, n := range []int{20, stackKeys + 50, 1000} {
		x := make([]float64, n)
		for i := range x {
			x[i] = 1 + float64(7*i%n/2)*0x1p-52 // in twos
		}
		x[n/2] = -1e300
		want := make([]float64, n)
		for i, v := range x {
			want[i] = 0.5
			for _, w := range x {
				if w < v {
					want[i]++
				} else if w == v {
					want[i] += 0.5
				}
			}
		}
		if got := Midranks(x); !slices.Equal(got, want) {
			t.Errorf("%d close values: got %v, want %v", n, got, want)
		}
	}
}

func BenchmarkMidranks(b *testing.B) {
	benchmarkPairs(b, func(_, canary []float64) error {
		Midranks(canary)
		return nil
	})
}
