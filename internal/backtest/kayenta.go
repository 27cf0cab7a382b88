package backtest

import (
	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
)

// Kayenta is the rule of package kayenta, as [engine.DecideKayenta] has it.
type Kayenta struct{}

// Name implements [Rule].
func (Kayenta) Name() string { return engine.Kayenta.String() }

// Judge implements [Rule].
func (Kayenta) Judge(plan judge.Plan, observed []judge.Observation) (Answer, error) {
	return answerOf(engine.DecideKayenta(plan, observed))
}
