package wire

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/judge"
)

func fromPopulation(p judge.Population) serinv1.PopulationKind {
	return enum[serinv1.PopulationKind](serinv1.PopulationKind_value, "POPULATION_KIND_", populationWord(p))
}

// populationWord is the population as recordings have it.
func populationWord(p judge.Population) string {
	switch p {
	case judge.BaselineHistory:
		return "baseline_history"
	case judge.CanaryHistory:
		return "canary_history"
	default:
		return p.String()
	}
}

func toPopulation(p serinv1.PopulationKind) judge.Population {
	switch p {
	case serinv1.PopulationKind_POPULATION_KIND_CANARY:
		return judge.Canary
	case serinv1.PopulationKind_POPULATION_KIND_BASELINE_HISTORY:
		return judge.BaselineHistory
	case serinv1.PopulationKind_POPULATION_KIND_CANARY_HISTORY:
		return judge.CanaryHistory
	default:
		return judge.Baseline
	}
}

// populationOf is the population that recordings call by a word; 0 for none.
func populationOf(word string) judge.Population {
	for p := judge.Baseline; p <= judge.CanaryHistory; p++ {
		if populationWord(p) == word {
			return p
		}
	}
	return 0
}
