package spec

const (
	defaultPauseAlpha   = 0.05
	defaultAbortAlpha   = 0.01
	defaultPromoteScore = 95
	defaultPauseScore   = 75
)

// alpha: both levels are small chances, and an abort needs evidence at least as strong as a pause.
func (s specCheck) alpha() {
	alpha := s.spec.GetAlpha()
	if alpha == nil {
		return
	}
	path := s.at("alpha")
	s.level(join(path, "pause"), alpha.Pause)
	s.level(join(path, "abort"), alpha.Abort)
	pause, abort := or(alpha.Pause, defaultPauseAlpha), or(alpha.Abort, defaultAbortAlpha)
	if abort > pause {
		field := "abort"
		if alpha.Abort == nil {
			field = "pause"
		}
		s.conclude(join(path, field), []string{join(path, "pause"), join(path, "abort")}, "alpha for an abort (%v) is above that for a pause (%v); "+
			"an abort needs stronger evidence, so make it the smaller of the two", abort, pause)
	}
}

// level: a chance above 0 and at most 0.5.
func (s specCheck) level(path string, alpha *float64) {
	if alpha != nil && (*alpha <= 0 || *alpha > 0.5) {
		s.settle(path, "must be above 0 and at most 0.5, such as 0.05; it is %v", *alpha)
	}
}

// score: marks between 0 and 100 in order, and a coverage between 0 and 1.
func (s specCheck) score() {
	score := s.spec.GetScore()
	if score == nil {
		return
	}
	path := s.at("score")
	s.mark(join(path, "promote"), score.Promote)
	s.mark(join(path, "pause"), score.Pause)
	promote, pause := or(score.Promote, defaultPromoteScore), or(score.Pause, defaultPauseScore)
	if pause > promote {
		field := "pause"
		if score.Pause == nil {
			field = "promote"
		}
		s.conclude(join(path, field), []string{join(path, "promote"), join(path, "pause")}, "the score that pauses (%v) is above the score that promotes (%v); "+
			"make pause the smaller of the two", pause, promote)
	}
	if c := score.MinCoverage; c != nil && (*c < 0 || *c > 1) {
		s.add(join(path, "min_coverage"), "must be between 0 and 1, such as 0.7; it is %v", *c)
	}
}

// mark: a score between 0 and 100.
func (s specCheck) mark(path string, score *float64) {
	if score != nil && (*score < 0 || *score > 100) {
		s.settle(path, "must be between 0 and 100; it is %v", *score)
	}
}

// or returns a number, or its default when it is absent.
func or(number *float64, absent float64) float64 {
	if number == nil {
		return absent
	}
	return *number
}
