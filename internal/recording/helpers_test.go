package recording

import "fmt"

// describe writes an answer so that equal answers, gaps included, are equal texts.
func describe(a Answer) string {
	text := fmt.Sprintf("%q %q %q %q %q %v %q", a.Metric, a.Part, a.Population, a.Provider, a.Query, a.Failure, a.Message)
	for _, s := range a.Series {
		text += fmt.Sprintf("\n%q from %v, step %v: %v", s.Labels, s.Start.UTC(), s.Step, s.Values)
	}
	return text
}
