package wire

import (
	"crypto/sha256"
	"encoding/hex"
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
	if a.Plan.History != (judge.Window{}) {
		result.HistoryWindow = fromWindow(a.Plan.History)
	}
	result.Carried = carried(o.Result, a.Plan.Looks)
	result.Step = durationpb.New(a.Plan.Step)
	result.Rule = fromRule(a.Rule)
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

// specDigest identifies what was asked: the spec with its defaults written out, populations, windows, and looks if it says
// any. The deterministic encoding of one engine version is stable, and the version stands beside the digest.
func specDigest(r *serinv1.AnalyzeRequest, result *serinv1.Result) string {
	hash := sha256.New()
	asked := []proto.Message{WithDefaults(r.Spec), r.Baseline, r.Canary, result.BaselineWindow, result.CanaryWindow}
	if r.Looks != nil {
		asked = append(asked, r.Looks)
	}
	for _, m := range asked {
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
	}
	if r.Alpha != (judge.Alpha{}) {
		result.Alpha = &serinv1.Alpha{Pause: Number(r.Alpha.Pause), Abort: Number(r.Alpha.Abort)}
	}
	for _, reason := range r.Reasons {
		result.Reasons = append(result.Reasons, &serinv1.Reason{Code: fromCode(reason.Code), Sentence: reason.Sentence})
	}
	for _, f := range r.Findings {
		result.Findings = append(result.Findings, fromFinding(f))
	}
	if r.Together != nil {
		result.Together = fromFinding(*r.Together)
	}
	for _, f := range r.Flips {
		result.Flips = append(result.Flips, &serinv1.Flip{Verdict: fromVerdict(f.Verdict), Metric: f.Metric, Sentence: f.Sentence})
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
	if !f.Since.IsZero() {
		finding.Since = timestamppb.New(f.Since)
	}
	if f.Wait > 0 {
		finding.Wait = durationpb.New(f.Wait)
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
