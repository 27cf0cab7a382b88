// Package report writes results for people and for programs: text for a terminal, Markdown for a pull request, JSON
// for everything else.
package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

// split returns the findings that made the verdict, in their order, and the rest.
func split(r *serinv1.Result) (made, rest []*serinv1.Finding) {
	for _, name := range r.Contributors {
		for _, f := range r.Findings {
			if f.Metric == name {
				made = append(made, f)
			}
		}
	}
	for _, f := range r.Findings {
		if !slices.Contains(made, f) {
			rest = append(rest, f)
		}
	}
	return made, rest
}

// short is an enum value without its prefix: VERDICT_PROMOTE is PROMOTE.
func short(value fmt.Stringer, prefix string) string {
	return strings.TrimPrefix(value.String(), prefix)
}

// Verdict is the verdict as text has it.
func Verdict(v serinv1.Verdict) string { return short(v, "VERDICT_") }

// Reason is the code of a reason as text has it.
func Reason(c serinv1.ReasonCode) string { return short(c, "REASON_CODE_") }

func class(c serinv1.Class) string { return short(c, "CLASS_") }

// role is what the reader should know of a metric's role; nothing for the usual one.
func role(r serinv1.Role) string {
	if r == serinv1.Role_ROLE_SCORED || r == serinv1.Role_ROLE_UNSPECIFIED {
		return ""
	}
	return strings.ToLower(short(r, "ROLE_"))
}

// scoreLine is the score and what it stands on.
func scoreLine(r *serinv1.Result) string {
	if r.Score == nil {
		return "no score: nothing could be judged"
	}
	return fmt.Sprintf("score %s of 100, %s %% of the weight judged", number(r.GetScore()), number(100*r.GetCoverage()))
}

// footLine is when was looked, and by what.
func footLine(r *serinv1.Result) string {
	line := windowText(r.CanaryWindow, r.Step.AsDuration())
	if baseline := windowText(r.BaselineWindow, r.Step.AsDuration()); baseline != line {
		line = "baseline " + baseline + "; canary " + line
	}
	if r.HistoryWindow != nil {
		line += "; history " + spanText(r.HistoryWindow)
	}
	if r.Rule == serinv1.Rule_RULE_KAYENTA {
		line += "; by Kayenta's rule"
	}
	return line + "; serin " + r.EngineVersion
}

func windowText(w *serinv1.Window, step time.Duration) string {
	return spanText(w) + " in steps of " + spec.FormatDuration(step)
}

func spanText(w *serinv1.Window) string {
	start, end := w.GetStart().AsTime(), w.GetEnd().AsTime()
	clock := "15:04"
	if hasSeconds(w) {
		clock = "15:04:05"
	}
	until := end.Format(clock)
	if start.Format(time.DateOnly) != end.Format(time.DateOnly) {
		until = end.Format("2006-01-02 " + clock)
	}
	return start.Format("2006-01-02 "+clock) + " to " + until + " UTC"
}

// hasSeconds reports whether something of a window is lost where it is written without seconds.
func hasSeconds(w *serinv1.Window) bool {
	return w.GetStart().AsTime().Second() != 0 || w.GetEnd().AsTime().Second() != 0
}

// evidenceLine is the numbers behind a finding, for those who want them.
func evidenceLine(e *serinv1.Evidence) string {
	if e.P == nil && e.Confidence == nil {
		return "" // of a threshold
	}
	var parts []string
	quantile := ""
	if e.Quantile != nil {
		quantile = fmt.Sprintf("p%.4g", 100*e.GetQuantile())
	}
	switch {
	case aspect(e) != "":
		parts = append(parts, fmt.Sprintf("%s: %s", aspect(e), strings.TrimSpace(quantile+" "+number(e.GetCanary())+" instead of "+number(e.GetBaseline()))))
	case quantile != "":
		parts = append(parts, quantile)
	}
	parts = append(parts, chance(e)...)
	parts = append(parts, e.Judge+", "+e.Method)
	if e.ShiftLower != nil && e.ShiftUpper != nil {
		parts = append(parts, fmt.Sprintf("change %s, between %s and %s", signed(e.GetShift()), signed(e.GetShiftLower()), signed(e.GetShiftUpper())))
	}
	return strings.Join(append(parts, fmt.Sprintf("n %s against %s", count(e.GetCanaryN()), count(e.GetBaselineN()))), "; ")
}

// chance is the p-value, and alone if that is another; nothing where the rule has none.
func chance(e *serinv1.Evidence) []string {
	if e.P == nil {
		return nil
	}
	p, alone := pValue(e.GetPAdjusted()), pValue(e.GetP())
	if p != alone {
		p += " (alone " + alone + ")"
	}
	return []string{"p " + p}
}

// aspect is what the evidence compares, unless that is the level.
func aspect(e *serinv1.Evidence) string {
	if e.Aspect == "level" {
		return ""
	}
	return e.Aspect
}

func pValue(p float64) string {
	if p < 0.0001 {
		return "below 0.0001"
	}
	return strconv.FormatFloat(p, 'g', 2, 64)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }

func signed(v float64) string { return fmt.Sprintf("%+.3g", v) }

func count(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
