package run

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Events returns what there is to tell of a run after a position, in order, each with the token from which a stream goes on
// after it, and the position after all of it. The looks are some that have been taken, from the one before the position's look on;
// what follows those that are not among them is told with them.
// What is told follows from what is stored alone, so that every replica tells the same.
func Events(r *serinv1.Run, looks []*serinv1.Look, from Position) ([]*serinv1.WatchAnalysisResponse, Position) {
	if from.Finished {
		return nil, from
	}
	t := teller{run: r, at: from}
	var before *serinv1.Conclusion
	for _, look := range looks {
		if look.Number >= t.at.Look {
			t.look(look, before)
		}
		before = look.Conclusion
	}
	switch {
	case t.at.Look <= r.LooksTaken: // there are more looks to tell first
	case IsOver(r):
		t.overrides()
		t.finished()
	case r.LookingSince != nil && t.at.Look == r.LooksTaken+1 && t.at.Events == 0:
		t.at.Events = 1
		t.add(t.started(t.at.Look))
	}
	return t.told, t.at
}

// A teller collects events.
type teller struct {
	run  *serinv1.Run
	at   Position
	told []*serinv1.WatchAnalysisResponse
}

func (t *teller) add(event *serinv1.WatchAnalysisResponse) {
	event.ResumeToken = t.at.Token(t.run.Id)
	t.told = append(t.told, event)
}

// look tells what has not been told of a look that was taken; before is what was concluded from the one before it, nil for the first.
func (t *teller) look(look *serinv1.Look, before *serinv1.Conclusion) {
	events := []*serinv1.WatchAnalysisResponse{t.started(look.Number)}
	for _, f := range look.Result.GetFindings() {
		events = append(events, judged(look.Number, f))
	}
	events = append(events, taken(look))
	if !sameVerdict(before, look.Conclusion) {
		events = append(events, changed(look.Number, look.Conclusion))
	}
	for _, event := range events[min(t.at.Events, len(events)):] {
		t.at.Events++
		t.add(event)
	}
	t.at.Look, t.at.Events = look.Number+1, 0
}

// sameVerdict reports whether two conclusions ask for the same, for the same main reason.
func sameVerdict(a, b *serinv1.Conclusion) bool {
	return a.GetVerdict() == b.GetVerdict() && mainReason(a) == mainReason(b)
}

// overrides tells what persons decided.
func (t *teller) overrides() {
	for t.at.Overrides < len(t.run.Overrides) {
		o := t.run.Overrides[t.at.Overrides]
		t.at.Overrides++
		t.add(changed(0, overridden(o, t.run.Computed)))
	}
}

// finished tells that the run is over.
func (t *teller) finished() {
	t.at.Finished = true
	t.add(&serinv1.WatchAnalysisResponse{Event: &serinv1.WatchAnalysisResponse_RunFinished{
		RunFinished: &serinv1.RunFinished{Run: t.run},
	}})
}

// started is the event that a look has begun.
func (t *teller) started(number int32) *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{Event: &serinv1.WatchAnalysisResponse_LookStarted{
		LookStarted: &serinv1.LookStarted{Number: number, Planned: t.run.LooksPlanned, Window: Window(t.run, number)},
	}}
}

// judged is the event that a look has judged a metric.
func judged(number int32, f *serinv1.Finding) *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{Event: &serinv1.WatchAnalysisResponse_MetricJudged{
		MetricJudged: &serinv1.MetricJudged{Number: number, Finding: f},
	}}
}

// taken is the event that a look is over.
func taken(look *serinv1.Look) *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{Event: &serinv1.WatchAnalysisResponse_LookFinished{
		LookFinished: &serinv1.LookFinished{Number: look.Number, Conclusion: look.Conclusion},
	}}
}

// changed is the event that a look has changed what the caller should do, or a person, whose look is 0.
func changed(number int32, c *serinv1.Conclusion) *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{Event: &serinv1.WatchAnalysisResponse_VerdictChanged{
		VerdictChanged: &serinv1.VerdictChanged{Number: number, Conclusion: c},
	}}
}
