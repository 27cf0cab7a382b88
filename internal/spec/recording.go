package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// DecodeRecording decodes the analysis of a recording like [Decode]: unread is what is wrong with its text. invalid is what is
// wrong with the request in it besides, as far as that can be said without the series; all of it carries positions.
func DecodeRecording(text []byte, source Source) (message *serinv1.Recording, positions Positions, unread, invalid Mistakes) {
	message = &serinv1.Recording{}
	d := decode(text, message)
	unread = d.found(d.positions)
	if d.more || !d.intact("spec") && message.GetSpec() == nil {
		return message, d.positions, unread, nil
	}
	d.mistakes = nil
	requestCheck{checker: &d.checker, source: source, request: &serinv1.AnalyzeRequest{
		Spec: message.Spec, Baseline: message.Baseline, Canary: message.Canary, Window: message.Window, Looks: message.Looks,
	}}.withoutSeries()
	return message, d.positions, unread, d.found(d.positions)
}

// Beside returns the mistakes of fields that no other mistake speaks of, neither of the field nor of what is in it or around it.
func (m Mistakes) Beside(others Mistakes) (beside Mistakes) {
	for _, mistake := range m {
		told := false
		for _, other := range others {
			told = told || within(mistake.Field, other.Field) || within(other.Field, mistake.Field)
		}
		if !told {
			beside = append(beside, mistake)
		}
	}
	return beside
}
