// Package recorded is a metric provider that answers from what a backend has said before. With it an analysis can be
// replayed, and the stories of the fixtures be played, with nothing else installed.
//
// A query is answered when its text was recorded, letter for letter. Of the window, what lies outside of the recording
// is a gap; a window without any recorded step, another step, and a grid between the recorded points are
// [providers.ErrUnavailable]; a text that was never recorded is [providers.ErrQuery].
package recorded

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/serin-canary/serin/providers"
)

// A Provider answers from recordings. It does not change, and so is safe for concurrent use.
type Provider struct {
	answers map[string][]Answer // by expression, in the order of their windows
}

var _ providers.Provider = (*Provider)(nil)

// New returns a provider that knows the given answers, and nothing else. Several answers to one query are joined, so
// their windows must not overlap, and their steps must be equal. The error names everything that is wrong with the
// answers. The provider keeps no reference to the series it is given.
func New(answers ...Answer) (*Provider, error) {
	p := &Provider{answers: map[string][]Answer{}}
	var mistakes []error
	for _, a := range answers {
		kept, err := a.keep()
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("answer to %s: %w", a.Expr, err))
			continue
		}
		p.answers[a.Expr] = append(p.answers[a.Expr], kept)
	}
	for _, expr := range slices.Sorted(maps.Keys(p.answers)) {
		if err := inOrder(p.answers[expr]); err != nil {
			mistakes = append(mistakes, fmt.Errorf("answers to %s: %w", expr, err))
		}
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return p, nil
}
