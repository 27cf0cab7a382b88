package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A usual is what a preset says of a metric.
type usual struct {
	kinds     []string // that it fits
	direction serinv1.Direction
}

// usualCase returns what a preset says; nothing without a preset.
func usualCase(preset serinv1.Preset) usual {
	const higher, lower = serinv1.Direction_DIRECTION_HIGHER_IS_WORSE, serinv1.Direction_DIRECTION_LOWER_IS_WORSE
	switch preset {
	case serinv1.Preset_PRESET_ERRORS:
		return usual{kinds: []string{kindRatio, kindCount}, direction: higher}
	case serinv1.Preset_PRESET_LATENCY:
		return usual{kinds: []string{kindGauge, kindHistogram}, direction: higher}
	case serinv1.Preset_PRESET_CONVERSION:
		return usual{kinds: []string{kindRatio, kindCount}, direction: lower}
	case serinv1.Preset_PRESET_SATURATION:
		return usual{kinds: []string{kindGauge}, direction: higher}
	default:
		return usual{}
	}
}

// direction: given by the metric or its preset, not by both in different words.
func (m metricCheck) direction() {
	path, own, usual := m.at("direction"), m.metric.GetDirection(), usualCase(m.metric.GetPreset()).direction
	const unsaid = serinv1.Direction_DIRECTION_UNSPECIFIED
	switch {
	case own == unsaid && usual == unsaid:
		m.conclude(path, []string{path, m.at("preset")}, "required: which change is harmful: higher_is_worse, lower_is_worse or either_is_worse")
	case own != unsaid && usual != unsaid && own != usual:
		m.settle(path, "%s contradicts the preset %s, whose direction is %s; leave one of the two out",
			wordOf(own), wordOf(m.metric.GetPreset()), wordOf(usual))
	}
}

// harmful returns which change is harmful, after the preset; unspecified when there is a mistake in it.
func (m metricCheck) harmful() serinv1.Direction {
	if !m.intact(m.at("direction")) {
		return serinv1.Direction_DIRECTION_UNSPECIFIED
	}
	if own := m.metric.GetDirection(); own != serinv1.Direction_DIRECTION_UNSPECIFIED {
		return own
	}
	return usualCase(m.metric.GetPreset()).direction
}
