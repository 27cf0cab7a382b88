// Package collection reads collections of past canaries into cases that can be judged: what was observed, and what a
// person says of it.
//
// A collection is a folder, in one of two forms:
//
//   - with a manifest.json that lists pairs and deployments, each with a label and a file of series. docs/backtest.md holds
//     the format;
//   - of recordings (see package recording), folders or .zip files. One with `expect:` is a labelled case; of one without
//     nobody has said anything.
//
// Any file of the first form may be compressed: pairs/a.json.gz is read where the manifest says pairs/a.json.
//
// The label and everything else that was written down in hindsight (design, size class, fault, affected part) describe a
// case, and are never a part of its plan or its observations.
package collection

import (
	"fmt"

	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/judge"
)

// A Collection is what was found in a folder.
type Collection struct {
	Cases      []Case // labelled: pairs, then deployments, in the manifest's order; recordings by their names
	Unlabelled []Case // recordings without an expectation, by their names
}

// A Case is one canary of the past beside its baseline.
type Case struct {
	ID         string
	Label      Label
	Deployment bool // several metrics, and not a pair of series

	Source           string   // data set that it comes from
	Entity           string   // service, replica or file that the canary is; cases of one entity are alike
	Kind             string   // what its metrics are, such as latency; "several" where they differ
	Size             string   // of the smaller side: tiny, small, medium or large
	Design           string   // how baseline and canary came about
	AffectedFraction *float64 // part of the canary's traffic that a fault met; nil when not known

	// Plan and Observed are what is judged, under the collection's own settings or those of [Case.Under].
	Plan     judge.Plan
	Observed []judge.Observation

	metrics   []named              // of a manifest's case: what the manifest calls each metric of the plan
	recording *recording.Recording // nil for a manifest's case
}

// A named metric is one that a spec may speak of by its name or its kind.
type named struct{ name, kind string }

// A Label is what a person says of a canary.
type Label int

// The labels.
const (
	Unlabelled Label = iota
	Same             // not worse than the baseline
	Regressed        // worse
	Other            // a recording that should end in a pause for another reason: neither right nor a mistake to flag
)

func (l Label) String() string {
	words := []string{"unlabelled", "same", "regressed", "other"}
	if l < 0 || int(l) >= len(words) {
		return fmt.Sprintf("label(%d)", int(l))
	}
	return words[l]
}

// The sizes of a case, by the number of points of its smaller side.
const (
	Tiny   = "tiny"   // below 10
	Small  = "small"  // below 50
	Medium = "medium" // below 200
	Large  = "large"
)

// SizeOf returns the size of a case whose smaller side has n points.
func SizeOf(n int) string {
	switch {
	case n < 10:
		return Tiny
	case n < 50:
		return Small
	case n < 200:
		return Medium
	default:
		return Large
	}
}

// common returns the word that all share, or "several".
func common(words []string) string {
	if len(words) == 0 {
		return ""
	}
	for _, w := range words[1:] {
		if w != words[0] {
			return "several"
		}
	}
	return words[0]
}
