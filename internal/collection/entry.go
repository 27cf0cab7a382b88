package collection

import (
	"encoding/json"
	"io/fs"
	"slices"
	"time"

	"github.com/serin-canary/serin/judge"
)

// listedCase reads the case of an entry: false when something is wrong with it.
func (r *reader) listedCase(manifest string, e listed) (c Case, ok bool) {
	before := len(r.mistakes) + r.more
	wrong := func(field, problem string, args ...any) {
		r.wrong(manifest, e.line, "%s.%s: "+problem, append([]any{e.path, field}, args...)...)
	}
	for _, required := range []struct{ field, value string }{
		{"id", e.ID}, {"file", e.File}, {"source", e.Source}, {"entity", e.Entity}, {"design", e.Design},
	} {
		if required.value == "" {
			wrong(required.field, "required")
		}
	}
	if !e.deployment && e.Metric == "" {
		wrong("metric", "required")
	}
	if !e.deployment && e.Kind == "" {
		wrong("kind", "required, such as latency or errors")
	}
	label := labelOf(e.Label)
	if label == Unlabelled {
		wrong("label", "%q is neither same nor regressed", e.Label)
	}
	sound := true
	if s := e.StepSeconds; s != nil && !(*s >= 0.001 && *s <= maxStep) {
		wrong("step_seconds", "%v is no length of a step; want seconds, or null for single requests", *s)
		sound = false // what the series mean is not known
	}
	if !isDirection(e.BadDirection) {
		wrong("bad_direction", "%q is none of up, down and null", *e.BadDirection)
	}
	if e.SizeClass != "" && !slices.Contains([]string{Tiny, Small, Medium, Large}, e.SizeClass) {
		wrong("size_class", "%q is none of tiny, small, medium and large", e.SizeClass)
	}
	if f := e.AffectedFraction; f != nil && !(*f >= 0 && *f <= 1) {
		wrong("affected_fraction", "%v is not in [0, 1]", *f)
	}
	if e.File != "" && !fs.ValidPath(e.File) {
		wrong("file", "%q leads out of the collection, or is no plain path such as pairs/a.json", e.File)
	} else if e.File != "" && sound {
		c, ok = r.seriesCase(e)
	}
	c.ID, c.Label, c.Deployment = e.ID, label, e.deployment
	c.Source, c.Entity, c.Design, c.AffectedFraction = e.Source, e.Entity, e.Design, e.AffectedFraction
	if e.SizeClass != "" {
		c.Size = e.SizeClass
	}
	return c, ok && len(r.mistakes)+r.more == before
}

// labelOf reads a label.
func labelOf(word string) Label {
	switch word {
	case Same.String():
		return Same
	case Regressed.String():
		return Regressed
	default:
		return Unlabelled
	}
}

func isDirection(word *string) bool {
	return word == nil || *word == "up" || *word == "down"
}

// directionOf reads which change is bad; not known means that either is.
func directionOf(word *string) judge.Direction {
	switch {
	case word == nil:
		return judge.EitherIsWorse
	case *word == "down":
		return judge.LowerIsWorse
	default:
		return judge.HigherIsWorse
	}
}

// step returns the length of a step. Single requests, which have none, are a second apart.
func (e entry) step() time.Duration {
	if e.StepSeconds == nil {
		return time.Second
	}
	return seconds(*e.StepSeconds)
}

// seriesCase reads the file of a case. What it knows of the case is in its series.
func (r *reader) seriesCase(e listed) (c Case, ok bool) {
	text, err := r.file(e.File)
	if err != nil {
		r.adopt(e.File, explain(err))
		return c, false
	}
	var f seriesFile
	if err := json.Unmarshal(text, &f); err != nil {
		line, problem := jsonProblem(text, err)
		r.wrong(e.File, line, "%s", problem)
		return c, false
	}
	if f.ID != "" && f.ID != e.ID {
		r.wrong(e.File, 0, "id: this is the file of %q, and the manifest names it for %q", f.ID, e.ID)
	}
	if !e.deployment {
		f.Metrics = []measured{{
			Metric: e.Metric, Kind: e.Kind, Unit: e.Unit, BadDirection: e.BadDirection, Baseline: f.Baseline, Canary: f.Canary,
		}}
	}
	problems := f.problems(e)
	for _, p := range problems {
		r.wrong(e.File, 0, "%s", p)
	}
	if len(problems) > 0 {
		return c, false
	}
	return f.newCase(e.step()), true
}
