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
		d.number(len(o.Failures))
		for _, f := range o.Failures {
			d.text(f.Cause.String())
			d.text(f.Population.String())
			d.text(f.Message)
		}
		d.number(len(o.Slices))
		for _, s := range o.Slices {
			d.text(s.Name)
			d.arm(s.Baseline)
			d.arm(s.Canary)
		}
		if plan.History != (judge.Window{}) {
			d.history(o)
		}
	}
	return hex.EncodeToString(d.hash.Sum(nil))
}

// history writes what came of the time before, and what did not.
func (d *digester) history(o judge.Observation) {
	for _, s := range o.Slices {
		d.arm(s.BaselineHistory)
		d.arm(s.CanaryHistory)
	}
	d.number(len(o.Notes))
	for _, note := range o.Notes {
		d.text(note)
	}
}

type digester struct {
	hash   hash.Hash
	buffer []byte
}

func (d *digester) number(n int) {
	d.hash.Write(binary.LittleEndian.AppendUint64(nil, uint64(n)))
}

func (d *digester) text(s string) {
	d.number(len(s))
	d.hash.Write([]byte(s))
}

func (d *digester) arm(a judge.Arm) {
	d.series(a.Value)
	d.series(a.Events)
	d.series(a.Total)
	d.number(len(a.Buckets))
	for _, b := range a.Buckets {
		d.series(series.Series{Values: []float64{b.Bound}})
		d.series(b.Counts)
	}
}

func (d *digester) series(s series.Series) {
	b := d.buffer[:0]
	b = binary.LittleEndian.AppendUint64(b, uint64(len(s.Values)))
	b = binary.LittleEndian.AppendUint64(b, uint64(s.Start.Unix()))
	b = binary.LittleEndian.AppendUint64(b, uint64(s.Start.Nanosecond()))
	b = binary.LittleEndian.AppendUint64(b, uint64(s.Step))
	for _, v := range s.Values {
		if math.IsNaN(v) {
			v = math.NaN()
		}
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	d.hash.Write(b)
	d.buffer = b
}
