package stats

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	for _, s := range [][2]int{{50, 50}, {60, 60}, {81, 81}, {40, 328}, {20, 1311}, {15, 2330}, {10, 5243}, {7, 10700}, {5, 20972}, {4, 32768}, {3, 58255}, {2, 131072}, {1, 524289}} {
		m, n := s[0], s[1]
		t0 := time.Now()
		counts := rankCounts(m, n, m*n/2)
		dt := time.Since(t0)
		total := choose(m, n)
		sigma := rankSigma(float64(m), float64(n), func() float64 { N := float64(m + n); return N*N*N - N }())
		sum := 0.0
		fmt.Print(s, dt, ": ")
		targets := []float64{1e-6, 1e-4, 1e-3, 0.025}
		for u, c := range counts {
			sum += c
			for len(targets) > 0 && sum/total >= targets[0] {
				z := (float64(u) + 0.5 - float64(m)*float64(n)/2) / sigma
				p := NormalSurvival(-z)
				fmt.Printf("p=%.2g err %.1f%%  ", sum/total, 100*(p/(sum/total)-1))
				targets = targets[1:]
			}
			if len(targets) == 0 || math.IsNaN(sum) {
				break
			}
		}
		fmt.Println()
	}
}
