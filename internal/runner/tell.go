package runner

import (
	"context"
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/report"
	"github.com/serin-canary/serin/internal/run"
)

// tell logs what an operator wants to know of a look that was taken: that a provider has ceased to answer, and that a run is over. The
// rest is in the store.
func (r *Runner) tell(ctx context.Context, before, after *serinv1.Run, look *serinv1.Look) {
	log := r.Log.With("run", after.Id, "service", after.Service, "spec", after.SpecName, "look", look.Number)
	if failed := failure(look.Result); failed != nil && !isProviders(before.GetConclusion()) {
		log.WarnContext(ctx, "a provider does not answer", "metric", failed.Metric, "cause", failed.Causes[0].GetSentence())
	}
	if run.IsOver(after) {
		c := after.GetConclusion()
		log.InfoContext(ctx, "run over", "verdict", report.Verdict(c.GetVerdict()), "reason", report.MainReason(c.GetReasons()), "headline", c.GetHeadline())
		return
	}
	log.DebugContext(ctx, "look taken", "verdict", report.Verdict(look.GetConclusion().GetVerdict()))
}

// failure is the first finding of a provider's failure; nil without any.
func failure(result *serinv1.Result) *serinv1.Finding {
	i := slices.IndexFunc(result.GetFindings(), func(f *serinv1.Finding) bool {
		return f.GetClass() == serinv1.Class_CLASS_ERROR && len(f.GetCauses()) > 0
	})
	if i < 0 {
		return nil
	}
	return result.Findings[i]
}

// isProviders reports whether a conclusion is for want of a provider's answer: then its failure has been logged.
func isProviders(c *serinv1.Conclusion) bool {
	return slices.ContainsFunc(c.GetReasons(), func(reason *serinv1.Reason) bool {
		return reason.GetCode() == serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR || reason.GetCode() == serinv1.ReasonCode_REASON_CODE_TIMEOUT
	})
}
