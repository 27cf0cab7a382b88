package wire

import (
	"fmt"
	"maps"
	"strings"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// A template is the query of one part of a metric, with the path of its field.
type template struct {
	part    engine.Part
	field   string
	text    string
	counter bool // a raw counter, which needs the value before the first step too
}

// templates returns the queries of a metric; an optional one that is not set is left out.
func templates(m *serinv1.Metric) []template {
	switch k := m.Kind.(type) {
	case *serinv1.Metric_Ratio:
		return []template{
			{engine.Events, "ratio.events", k.Ratio.Events, k.Ratio.Cumulative},
			{engine.Total, "ratio.total", k.Ratio.Total, k.Ratio.Cumulative},
		}
	case *serinv1.Metric_Count:
		events := template{engine.Events, "count.events", k.Count.Events, k.Count.Cumulative}
		if k.Count.Exposure == "" {
			return []template{events}
		}
		return []template{events, {engine.Exposure, "count.exposure", k.Count.Exposure, false}}
	case *serinv1.Metric_Gauge:
		return []template{{engine.Value, "gauge.query", k.Gauge.Query, false}}
	case *serinv1.Metric_Histogram:
		return []template{{engine.Buckets, "histogram.buckets", k.Histogram.Buckets, k.Histogram.Cumulative}}
	default:
		return nil
	}
}

// queries fills the variables of every query in.
func queries(r *serinv1.AnalyzeRequest, s *serinv1.Spec, a engine.Analysis) ([]engine.Query, error) {
	step, seen := a.Plan.Step, sides(r, a)
	variables := make([]map[string]string, len(seen))
	for j, p := range seen {
		variables[j] = p.variables(step)
	}
	var all []engine.Query
	var mistakes spec.Mistakes
	for i, m := range s.Metrics {
		for j, p := range seen {
			if p.population != judge.Canary && a.Plan.Metrics[i].CanaryAlone() {
				continue
			}
			for _, t := range templates(m) {
				expr, err := spec.Expand(t.text, variables[j])
				if err != nil && !p.population.IsHistory() {
					mistakes = append(mistakes, spec.Mistake{
						Field:   fmt.Sprintf("spec.metrics[%d].%s", i, t.field),
						Problem: fmt.Sprintf("for the %v: %v", p.population, err),
					})
				}
				all = append(all, engine.Query{
					Metric: i, Part: t.part, Population: p.population, Provider: s.Provider,
					Query: providers.Query{Expr: expr, Start: fetchStart(p.asked, step, t.counter), End: p.asked.End, Step: step},
				})
			}
		}
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return all, nil
}

// variables are those of the population, and the built-in ones: the history is asked for in the same words.
func (p side) variables(step time.Duration) map[string]string {
	variables := map[string]string{"step": promDuration(step), "window": promDuration(p.judged.End.Sub(p.judged.Start))}
	maps.Copy(variables, p.message.GetVariables())
	return variables
}

// fetchStart is where the data of a window begin: raw counters need the value before the first step too.
func fetchStart(w judge.Window, step time.Duration, counter bool) time.Time {
	if counter {
		return w.Start.Add(-step)
	}
	return w.Start
}

// promDuration writes a duration as Prometheus does: 90s, 5m, 2h.
func promDuration(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if d%unit.length == 0 {
			return fmt.Sprintf("%d%s", d/unit.length, unit.name)
		}
	}
	return fmt.Sprintf("%dms", d.Milliseconds())
}

// inline makes answers of the series that came with the request.
func inline(r *serinv1.AnalyzeRequest, s *serinv1.Spec, a engine.Analysis) []engine.Answer {
	index := map[string]int{}
	for i, m := range s.Metrics {
		index[m.Name] = i
	}
	seen, answers := sides(r, a), make([]engine.Answer, 0, len(r.Series))
	for _, in := range r.Series {
		i := index[in.Metric]
		part, le, isBucket := partOf(in.Part)
		labels := map[string]string{}
		if isBucket {
			labels["le"] = le
		}
		if a.SliceLabel != "" {
			labels[a.SliceLabel] = in.Slice
		}
		p := seen[toPopulation(in.Population)-judge.Baseline]
		start := fetchStart(p.asked, a.Plan.Step, a.Plan.Metrics[i].Cumulative && part != engine.Exposure)
		if in.Start != nil {
			start = in.Start.AsTime()
		}
		answers = append(answers, engine.Answer{
			Query: engine.Query{Metric: i, Part: part, Population: p.population},
			Series: []series.Labelled{{
				Labels: labels,
				Series: series.Series{Start: start, Step: a.Plan.Step, Values: in.Values},
			}},
		})
	}
	return answers
}

// partOf reads a part as the API writes it: `le=0.5` is a bucket, nothing is a value.
func partOf(text string) (part engine.Part, le string, isBucket bool) {
	if le, ok := strings.CutPrefix(text, "le="); ok {
		return engine.Buckets, le, true
	}
	if text == "" {
		return engine.Value, "", false
	}
	return engine.Part(text), "", false
}
