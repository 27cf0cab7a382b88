package recording

import "fmt"

// The populations, and the same of the time before the canary's window.
const (
	baseline        = "baseline"
	canary          = "canary"
	baselineHistory = "baseline_history"
	canaryHistory   = "canary_history"
)

// isHistory says whether a population is one of the time before the canary's window.
func isHistory(population string) bool {
	return population == baselineHistory || population == canaryHistory
}

// populations returns those that there can be data of: the histories only where the spec has one.
func (l layout) populations() []string {
	if l.spec.GetHistory() == nil {
		return []string{baseline, canary}
	}
	return []string{baseline, canary, baselineHistory, canaryHistory}
}

// population says what is wrong with the name of a population; nothing if it is one.
func (l layout) population(name string) (problem string) {
	switch {
	case isOne(name, l.populations()):
		return ""
	case isHistory(name):
		return fmt.Sprintf("population %q, but the spec has no history; add history: 1h there, or leave it out", name)
	default:
		return fmt.Sprintf("population %q; write baseline or canary", name)
	}
}
