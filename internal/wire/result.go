package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
)

// Response turns what came of a request into its answer.
func Response(r *serinv1.AnalyzeRequest, a engine.Analysis, o engine.Outcome) *serinv1.AnalyzeResponse {
	response := &serinv1.AnalyzeResponse{Result: fromResult(o.Result)}
	result := response.Result
	result.BaselineWindow, result.CanaryWindow = fromWindow(a.Plan.Baseline), fromWindow(a.Plan.Canary)
	result.Step = durationpb.New(a.Plan.Step)
	result.EngineVersion = engine.Version
	result.SpecDigest = specDigest(r, result)
	result.DataDigest = o.Digest
	for _, answer := range o.Answers {
		if answer.Provider != "" {
			response.Queries = append(response.Queries, fromAnswer(a, answer))
		}
	}
	return response
}

func fromAnswer(a engine.Analysis, answer engine.Answer) *serinv1.ResolvedQuery {
	q := &serinv1.ResolvedQuery{
		Metric: a.Plan.Metrics[answer.Metric].Name, Part: string(answer.Part), Population: fromPopulation(answer.Population),
		Provider: answer.Provider, Query: answer.Expr,
	}
	if answer.Err != nil {
		q.Failure, q.Message = fromCause(engine.Cause(answer.Err)), answer.Err.Error()
	}
	return q
}

// specDigest identifies what was asked: the spec with its defaults written out, populations and windows. The
// deterministic encoding of one engine version is stable, and the version stands beside the digest.
func specDigest(r *serinv1.AnalyzeRequest, result *serinv1.Result) string {
	hash := sha256.New()
	for _, m := range []proto.Message{WithDefaults(r.Spec), r.Baseline, r.Canary, result.BaselineWindow, result.CanaryWindow} {
		encoded, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
		if err != nil {
			return "" // only for text that is not UTF-8, which no request that was decoded holds
		}
		hash.Write([]byte(strconv.Itoa(len(encoded)) + ":"))
		hash.Write(encoded)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

func fromResult(r judge.Result) *serinv1.Result {
	result := &serinv1.Result{
		Name:         r.Name,
		Verdict:      fromVerdict(r.Verdict),
		Headline:     r.Headline,
		Score:        optional(r.Score),
		Coverage:     optional(r.Coverage),
		Contributors: r.Contributors,
		Alpha:        &serinv1.Alpha{Pause: number(r.Alpha.Pause), Abort: number(r.Alpha.Abort)},
	}
	for _, reason := range r.Reasons {
		result.Reasons = append(result.Reasons, &serinv1.Reason{Code: fromCode(reason.Code), Sentence: reason.Sentence})
	}
	for _, f := range r.Findings {
		result.Findings = append(result.Findings, fromFinding(f))
	}
	return result
}

func fromFinding(f judge.Finding) *serinv1.Finding {
	finding := &serinv1.Finding{
		Metric:    f.Metric.Name,
		Slice:     f.Slice,
		Group:     f.Metric.Group,
		Role:      fromRole(f.Metric.Role),
		Class:     fromClass(f.Class),
		Sentence:  f.Sentence,
		Weight:    round(f.Weight),
		Direction: fromDirection(f.Metric.Direction),
		Unit:      f.Metric.Unit,
		Notes:     f.Notes,
	}
	for _, c := range f.Causes {
		finding.Causes = append(finding.Causes, &serinv1.CauseDetail{
			Cause: fromCause(c.Cause), Population: fromPopulation(c.Population), Sentence: c.Sentence,
		})
	}
	for _, e := range f.Evidence {
		finding.Evidence = append(finding.Evidence, fromEvidence(e))
	}
	for _, s := range f.Slices {
		finding.Slices = append(finding.Slices, fromFinding(s))
	}
	return finding
}

func fromEvidence(e judge.Evidence) *serinv1.Evidence {
	evidence := &serinv1.Evidence{
		Judge: e.Judge.String(), Baseline: number(e.Baseline), Canary: number(e.Canary),
		BaselineN: number(e.BaselineN), CanaryN: number(e.CanaryN), EffectiveN: number(e.EffectiveN),
		Shift: number(e.Shift), ShiftLower: number(e.ShiftLower), ShiftUpper: number(e.ShiftUpper),
		Harm: number(e.Harm), HarmUpper: number(e.HarmUpper),
		PauseMargin: number(e.PauseMargin), AbortMargin: number(e.AbortMargin),
		A12: number(e.A12), Autocorrelation: number(e.Autocorrelation), Dispersion: number(e.Dispersion),
		Spread: number(e.Spread),
	}
	if e.Quantile > 0 {
		evidence.Quantile = number(e.Quantile)
	}
	if e.Judge != judge.Threshold {
		evidence.Method = e.Method.String()
		evidence.Confidence = number(e.Confidence())
		evidence.P, evidence.PAdjusted = number(e.P), number(e.PAdjusted)
		evidence.PauseAlpha, evidence.AbortAlpha = number(e.PauseAlpha), number(e.AbortAlpha)
	}
	return evidence
}

func fromWindow(w judge.Window) *serinv1.Window {
	return &serinv1.Window{Start: timestamppb.New(w.Start), End: timestamppb.New(w.End)}
}

// digits is how many significant digits of a result are the same on every machine, with a good reserve: the numbers
// themselves are right to 11 or more.
const digits = 10

// round keeps the significant digits.
func round(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		return v // the largest double rounds beyond the range
	}
	return rounded
}

// number rounds; what is undefined or unbounded is absent.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	v = round(v)
	return &v
}

func optional(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return number(*v)
}
