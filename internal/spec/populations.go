package spec

import (
	"maps"
	"slices"
)

// variables: a population sets those that the spec declares, and no others.
func (r requestCheck) variables(p population) {
	if !r.intact("spec.variables") {
		return
	}
	declared, values := r.request.GetSpec().GetVariables(), p.message.GetVariables()
	known := map[string]bool{}
	for _, name := range declared {
		known[name] = true
		value, set := values[name]
		if value == "" && (set || r.source == FromProvider) && isIdentifier(name) && !r.more {
			r.settle(entry(p.path+".variables", name), "required: the spec's queries use ${%s}; give it a value for the %s",
				name, p.path)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		path := entry(p.path+".variables", name)
		switch {
		case known[name] || r.more:
		case isBuiltIn(name):
			r.settle(path, "%s is built in, and set by serin; leave it out", name)
		default:
			r.settle(path, "no variable of the spec%s",
				orWords(suggestion(name, declared), "; list it under the spec's variables, or leave it out"))
		}
	}
	if r.source == FromProvider {
		r.fitting(p)
	}
}

// fitting: the values can stand where the queries use them.
func (r requestCheck) fitting(p population) {
	for _, metric := range r.request.GetSpec().GetMetrics() {
		for _, q := range queriesOf(metric) {
			pieces, _ := split(q.template)
			for _, piece := range pieces {
				value, set := p.message.GetVariables()[piece.text]
				if !piece.variable || !set || r.more {
					continue
				}
				if _, err := piece.place.escape(value); err != nil {
					r.settle(entry(p.path+".variables", piece.text), "%q %v, in %s of %s",
						shorten(value), err, q.field, metric.GetName())
				}
			}
		}
	}
}
