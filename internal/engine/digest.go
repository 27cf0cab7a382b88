package engine

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// digest identifies the exact series that were judged: SHA-256 over every metric, slice and part with its start and
// the bits of its values, in the order of the plan. Every gap counts the same.
func digest(plan judge.Plan, observed []judge.Observation) string {
	d := digester{hash: sha256.New()}
	for i, o := range observed {
		d.text(plan.Metrics[i].Name)
		for _, f := range o.Failures {
			d.text(f.Cause.String())
		}
		for _, s := range o.Slices {
			d.text(s.Name)
			d.arm(s.Baseline)
			d.arm(s.Canary)
		}
	}
	return hex.EncodeToString(d.hash.Sum(nil))
}

type digester struct {
	hash   hash.Hash
	buffer []byte
}

func (d *digester) text(s string) {
	d.hash.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(s))))
	d.hash.Write([]byte(s))
}

func (d *digester) arm(a judge.Arm) {
	d.series(a.Value)
	d.series(a.Events)
	d.series(a.Total)
	for _, b := range a.Buckets {
		d.series(series.Series{Values: []float64{b.Bound}})
		d.series(b.Counts)
	}
}

func (d *digester) series(s series.Series) {
	b := d.buffer[:0]
	b = binary.LittleEndian.AppendUint64(b, uint64(len(s.Values)))
	b = binary.LittleEndian.AppendUint64(b, uint64(s.Start.UnixMilli()))
	for _, v := range s.Values {
		if math.IsNaN(v) {
			v = math.NaN()
		}
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	d.hash.Write(b)
	d.buffer = b
}
