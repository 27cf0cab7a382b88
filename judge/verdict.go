package judge

import (
	"fmt"
	"slices"
)

// verdict concludes from the findings; the first rule that holds decides. Too little evidence is PAUSE, never a quiet
// PROMOTE, and so is everything a provider does.
//
// together is nil unless all metrics together are worse; confounded says what else could explain a difference.
func (p Plan) verdict(findings []Finding, together *Finding, confounded string, s score) (Verdict, []Reason) {
	critical := criticalOf(findings)
	failed := func(f Finding) bool { return f.Class == Fail }
	also := func(reasons []Reason) []Reason {
		if confounded != "" {
			reasons = append(reasons, Reason{Code: Confounded, Sentence: confounded})
		}
		return reasons
	}
	switch {
	case slices.ContainsFunc(findings, func(f Finding) bool { return critical(f) && failed(f) }):
		return Abort, also(reasons(Regression, findings, together))
	case s.value != nil && s.lenient < p.Score.Pause:
		return Abort, also(reasons(Regression, findings, together))
	}
	if confounded != "" {
		reasons := reasons(0, findings, together)
		if slices.ContainsFunc(findings, Finding.flagged) || slices.ContainsFunc(findings, func(f Finding) bool { return f.counts() && f.Class != Pass }) {
			return Pause, append(also(nil), reasons...)
		}
		return Pause, also(nil)
	}
	flagged := slices.ContainsFunc(findings, func(f Finding) bool {
		return f.counts() && failed(f) || f.Metric.Role == Signal && (failed(f) || f.Class == Warn) ||
			critical(f) && f.Class == Warn
	})
	switch {
	case flagged, together != nil, s.value != nil && *s.value < p.Score.Promote:
		return Pause, reasons(Regression, findings, together)
	case s.value == nil, *s.coverage < p.Score.MinCoverage-coverageSlack,
		slices.ContainsFunc(findings, func(f Finding) bool { return critical(f) && f.Class != Pass || f.failing() }):
		return Pause, reasons(0, findings, nil)
	}
	return Promote, reasons(NotWorse, findings, nil)
}

// coverageSlack is what sums of weights lose to rounding.
const coverageSlack = 1e-9

// criticalOf returns which findings decide alone: those of critical metrics, and that of a metric that is the only
// one to score.
func criticalOf(findings []Finding) func(Finding) bool {
	scored := 0
	for _, f := range findings {
		if f.counts() {
			scored++
		}
	}
	return func(f Finding) bool {
		return f.counts() && (f.Metric.Role == Critical || scored == 1)
	}
}

// reasons gathers why, with the main code first. Without a main code the gravest of the causes is the main one.
func reasons(main Code, findings []Finding, together *Finding) []Reason {
	metrics := map[Code][]string{}
	for _, f := range findings {
		if f.Metric.Role == Muted || f.ignored {
			continue
		}
		codes := []Code{f.code()}
		if f.failing() && f.Class.judged() {
			codes = append(codes, f.missingCode())
		}
		for _, code := range codes {
			metrics[code] = append(metrics[code], f.Metric.Name)
		}
	}
	if main == NotWorse {
		metrics = map[Code][]string{NotWorse: metrics[NotWorse]}
	}
	var reasons []Reason
	for _, code := range []Code{Regression, ProviderTimeout, ProviderError, DataQuality, InsufficientData, NotWorse} {
		names := metrics[code]
		switch {
		case code == Regression && len(names) == 0 && together != nil:
			reasons = append(reasons, Reason{Code: code, Sentence: together.Sentence})
		case len(names) > 0 && (code != NotWorse || main == NotWorse):
			reasons = append(reasons, Reason{Code: code, Sentence: code.sentence(names)})
		}
	}
	switch {
	case len(reasons) == 0 && main == NotWorse:
		return []Reason{{Code: NotWorse, Sentence: "what is worse weighs too little"}}
	case len(reasons) == 0:
		return []Reason{{Code: InsufficientData, Sentence: "no metric could be judged"}}
	}
	// Without a regression to be flagged, WARNs too light to matter must not lead.
	if main == 0 && reasons[0].Code == Regression && len(reasons) > 1 {
		reasons = append(reasons[1:], reasons[0])
	}
	return reasons
}

// code is what a finding says for the verdict.
func (f Finding) code() Code {
	switch f.Class {
	case Fail, Warn:
		return Regression
	case Pass:
		return NotWorse
	case Inconclusive:
		return InsufficientData
	}
	return f.missingCode()
}

// missingCode is what the causes of a finding say for the verdict.
func (f Finding) missingCode() Code {
	code := InsufficientData // the codes stand in the order of their gravity
	for _, c := range f.Causes {
		code = max(code, c.code())
	}
	return code
}

// code returns the reason that a cause leads to.
func (c CauseDetail) code() Code {
	switch c.Cause {
	case Empty, TooFew:
		return InsufficientData
	case Timeout:
		return ProviderTimeout
	case QueryRejected, Unavailable, TooManySeries:
		return ProviderError
	default:
		return DataQuality
	}
}

// theyAre begins a sentence about metrics.
func theyAre(metrics []string) string {
	if len(metrics) > 1 {
		return list(metrics) + " are"
	}
	return list(metrics) + " is"
}

// sentence says a reason for the metrics it holds for.
func (c Code) sentence(metrics []string) string {
	names := list(metrics)
	switch c {
	case Regression:
		return theyAre(metrics) + " worse than the margin allows"
	case NotWorse:
		return theyAre(metrics) + " shown not to be worse"
	case DataQuality:
		return fmt.Sprintf("the data of %s cannot be trusted", names)
	case ProviderError:
		return fmt.Sprintf("the provider did not answer for %s", names)
	case ProviderTimeout:
		return fmt.Sprintf("the provider did not answer in time for %s", names)
	default:
		return fmt.Sprintf("there is too little evidence on %s", names)
	}
}
