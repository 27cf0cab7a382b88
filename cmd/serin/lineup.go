package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/wire"
)

const (
	// ownSpec is how --spec names the collection's own settings.
	ownSpec = "default"
	// ownRule stands for the rule that a spec names, where --rule names none.
	ownRule = ""
)

// A lineup is what a backtest sets side by side: every rule under every spec.
type lineup []entrant

// An entrant is a rule under a spec, with the name that tells it from the others.
type entrant struct {
	name string
	rule backtest.Rule
	file string        // of the spec
	spec *serinv1.Spec // nil for the collection's own settings
}

// lineup reads the rules and specs of the flags; whatever is wrong with any of them is said at once.
func (a *app) lineup(ctx context.Context, f backtestFlags) (lineup, error) {
	if len(f.specs) == 0 {
		f.specs = []string{ownSpec}
	}
	mistakes := []error{repeated("--rule", f.rules), repeated("--spec", f.specs)}
	for _, name := range f.rules {
		if !slices.Contains(ruleNames(), name) {
			mistakes = append(mistakes, fmt.Errorf("--rule %s: there is no such rule; use one of %s", name, strings.Join(ruleNames(), ", ")))
		}
	}
	specs := make([]*serinv1.Spec, len(f.specs))
	for i, file := range f.specs {
		if file == ownSpec {
			continue
		}
		s, err := a.otherSpec(ctx, file)
		mistakes = append(mistakes, err)
		specs[i] = s
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, err
	}
	if len(f.rules) == 0 {
		f.rules = []string{ownRule}
	}
	var l lineup
	for _, name := range f.rules {
		for i, file := range f.specs {
			rule := ruleOf(name, specs[i])
			name := rule.Name()
			switch {
			case len(f.specs) > 1 && len(f.rules) > 1:
				name += " " + specName(file, f.specs)
			case len(f.specs) > 1:
				name = specName(file, f.specs)
			}
			l = append(l, entrant{name, rule, file, specs[i]})
		}
	}
	return l, nil
}

// ruleOf returns the rule of a name that there is, or the one that the spec names; without a spec that is serin's.
func ruleOf(name string, s *serinv1.Spec) backtest.Rule {
	if name == ownRule {
		name = wire.Rule(s).String()
	}
	return backtest.Rules()[slices.Index(ruleNames(), name)]
}

// repeated says which value a flag has twice.
func repeated(flag string, values []string) error {
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return fmt.Errorf("%s %s is there twice; leave one out", flag, v)
		}
	}
	return nil
}

// specName is the name of a spec's file without folder and ending, or its whole path when another has that name too.
func specName(file string, all []string) string {
	short := func(path string) string { return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) }
	for _, other := range all {
		if other != file && short(other) == short(file) {
			return file
		}
	}
	return short(file)
}

// maxWords is how many names of metrics are listed.
const maxWords = 20

// unfitting says for each spec how many of the cases it has no metric for. One that has none for any of them is an error: it would
// judge them all by serin's defaults.
func (l lineup) unfitting(cases []collection.Case) (notes []string, err error) {
	var mistakes []error
	told := map[string]bool{}
	for _, e := range l {
		if e.spec == nil || told[e.file] {
			continue
		}
		told[e.file] = true
		var words []string
		unfit := 0
		for _, c := range cases {
			words = append(words, c.Words()...)
			if !c.Fits(e.spec) {
				unfit++
			}
		}
		switch {
		case unfit == 0:
		case unfit == len(cases):
			var own []string
			for _, m := range e.spec.Metrics {
				own = append(own, m.Name)
			}
			mistakes = append(mistakes, fmt.Errorf("--spec %s: none of its metrics (%s) is a name or a kind of the collection (%s); "+
				"name one of these, or default for all", e.file, listed(own), listed(words)))
		default:
			notes = append(notes, fmt.Sprintf("%s has no metric for %d of %d cases, neither by name nor by kind nor default: "+
				"serin's defaults judge them", e.file, unfit, len(cases)))
		}
	}
	return notes, errors.Join(mistakes...)
}

// listed returns words in order, each once.
func listed(words []string) string {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	if more := len(words) - maxWords; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:maxWords], ", "), more)
	}
	return strings.Join(words, ", ")
}

// contenders lets every entrant judge the cases under its spec; draw, when it is not nil, makes several cases of each.
func (l lineup) contenders(cases []collection.Case, draw func(collection.Case) ([]collection.Case, error)) ([]backtest.Contender, error) {
	contenders := make([]backtest.Contender, 0, len(l))
	for i, e := range l {
		contender := backtest.Contender{Name: e.name, Rule: e.rule}
		if before := slices.IndexFunc(l[:i], func(other entrant) bool { return other.spec == e.spec }); before >= 0 {
			contender.Cases = contenders[before].Cases
			contenders = append(contenders, contender)
			continue
		}
		var mistakes []error
		for _, c := range cases {
			one := []collection.Case{c}
			var err error
			if e.spec != nil {
				one[0], err = c.Under(e.spec)
			}
			if err == nil && draw != nil {
				one, err = draw(one[0])
			}
			mistakes = append(mistakes, err)
			contender.Cases = append(contender.Cases, one...)
		}
		if err := errors.Join(mistakes...); err != nil {
			return nil, err
		}
		contenders = append(contenders, contender)
	}
	return contenders, nil
}
