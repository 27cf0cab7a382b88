package stats

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Keys that the highest differing bytes do not tell apart are sorted by all of them.
func TestRadixSortOfCloseKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for name, key := range map[string]func() uint64{
		"two low bytes and one far key": func() uint64 { return 1<<60 | r.Uint64N(1<<16) },
		"three low bytes":               func() uint64 { return r.Uint64N(1 << 24) },
		"all bytes":                     r.Uint64,
		"few values":                    func() uint64 { return r.Uint64N(3) << 50 },
	} {
		keys := make([]uint64, 5000)
		for i := range keys {
			keys[i] = key()
		}
		keys[17] = ^uint64(0) >> 1
		want := slices.Sorted(slices.Values(keys))
		if got := radixSort(slices.Clone(keys), make([]uint64, len(keys))); !slices.Equal(got, want) {
			t.Errorf("%s: not in order", name)
		}
	}
}
