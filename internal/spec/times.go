package spec

import (
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

const (
	defaultStep   = time.Minute
	defaultWindow = 30 * time.Minute
)

// Step returns the length of one step of a valid spec: its own, or the default of 1m.
func Step(spec *serinv1.Spec) time.Duration {
	if spec.GetStep() == nil {
		return defaultStep
	}
	return spec.GetStep().AsDuration()
}

// Window returns the length of the window of a valid spec: its own, or the default of 30m.
func Window(spec *serinv1.Spec) time.Duration {
	if spec.GetWindow() == nil {
		return defaultWindow
	}
	return spec.GetWindow().AsDuration()
}

// times: step and window are whole milliseconds above 0, and the window is a whole number of steps.
func (s specCheck) times() {
	s.length("step", s.spec.GetStep())
	s.length("window", s.spec.GetWindow())
	path := s.at("window")
	if !s.intact(path) || !s.intact(s.at("step")) {
		return
	}
	step, window := Step(s.spec), Window(s.spec)
	told := ""
	if s.spec.GetWindow() == nil {
		path, told = s.at("step"), ", the default window,"
	}
	switch {
	case window < step:
		s.add(path, "%s%s is less than one step of %s; make the window longer or the step shorter",
			FormatDuration(window), told, FormatDuration(step))
	case window%step != 0:
		s.add(path, "%s%s is no whole number of steps of %s; write %s", FormatDuration(window), told, FormatDuration(step), stepsAround(window, step))
	}
}

// wholeSteps: a duration is a whole number of steps.
func (s specCheck) wholeSteps(field string, d *durationpb.Duration) {
	path, length, step := s.at(field), d.AsDuration(), Step(s.spec)
	if d != nil && s.intact(path) && s.intact(s.at("step")) && length%step != 0 {
		s.settle(path, "%s is no whole number of steps of %s; write %s", FormatDuration(length), FormatDuration(step), stepsAround(length, step))
	}
}

// stepsAround returns the whole numbers of steps next to a length, above 0.
func stepsAround(length, step time.Duration) string {
	above := length - length%step + step
	if above == step {
		return FormatDuration(step)
	}
	return FormatDuration(above-step) + " or " + FormatDuration(above)
}

// length: a duration is above 0, in whole milliseconds, and not so long that it cannot be computed with.
func (s specCheck) length(field string, d *durationpb.Duration) {
	path := s.at(field)
	if d == nil {
		return
	}
	length := d.AsDuration()
	switch {
	case !computable(d):
		s.settle(path, "is no duration that can be computed with; write one such as 30m")
	case length <= 0:
		s.settle(path, "must be above 0, such as 1m, or left out for the default")
	case length%time.Millisecond != 0:
		s.settle(path, "%s is no whole number of milliseconds; round it", length)
	}
}

// computable says that a duration is one that Go can hold.
func computable(d *durationpb.Duration) bool {
	return proto.Equal(durationpb.New(d.AsDuration()), d)
}

// FormatDuration writes a duration as people do: 30m, not 30m0s.
func FormatDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
