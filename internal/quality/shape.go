package quality

// shape makes a quiet pair one of a family.
func (p *pair) shape(f Family) {
	switch f {
	case NoChange:
		p.raise(canary, 0, between(p.Rand, -0.02, 0.02))
	case EquallyNoisy:
		times := between(p.Rand, 3, 10)
		p.widen(baseline, times)
		p.widen(canary, times)
	case HealedExcess:
		p.excess(p.sized(between(p.Rand, 0.3, 1.5)), 0)
	case HalfHealed:
		p.excess(between(p.Rand, 0.3, 1.5), p.sized(between(p.Rand, 0.1, 0.3)))
	case ClearShift:
		p.raise(canary, 0, p.sized(between(p.Rand, 0.1, 1)))
	case SubtleShift:
		by := p.s * between(p.Rand, 1, 3)
		if p.IntN(2) == 0 {
			by = between(p.Rand, 0.03, 0.1)
		}
		p.raise(canary, 0, p.sized(by))
	case JointShift:
		p.raise(canary, 0, p.sized(p.s*between(p.Rand, 0.3, 3)))
	case WiderSpread:
		times := between(p.Rand, 3, 12)
		p.widen(canary, times)
		p.sized((times - 1) * p.s)
	case Spikes:
		p.spike(canary, 2+p.IntN(7), 1, 4)
	case LateDrift:
		p.ramp(canary, between(p.Rand, 0.6, 0.9), p.sized(between(p.Rand, 0.2, 0.8)))
	case LateStep:
		p.raise(canary, between(p.Rand, 0.65, 0.85), p.sized(between(p.Rand, 0.2, 0.8)))
	case SustainedHighs:
		p.sustain()
	default:
		p.shapeTwin(f)
	}
}

// shapeTwin makes a quiet pair one of the twins.
func (p *pair) shapeTwin(f Family) {
	switch f {
	case BothSpiky:
		p.spike(baseline, 2+p.IntN(7), 1, 4)
		p.spike(canary, 2+p.IntN(7), 1, 4)
	case BothDrifting:
		from, by := among(p.Rand, 0, between(p.Rand, 0.3, 0.9)), between(p.Rand, 0.2, 0.8)
		p.ramp(baseline, from, by)
		p.ramp(canary, p.fromEnd(from), by)
	case BothWide:
		times := between(p.Rand, 3, 12)
		p.widen(baseline, times)
		p.widen(canary, times)
	case BothStepping:
		from, by := between(p.Rand, 0.1, 0.85), between(p.Rand, 0.2, 1)
		p.raise(baseline, from, by)
		p.raise(canary, p.fromEnd(from), by)
	case HarmlessShift:
		by := between(p.Rand, 0.1, 1)
		p.raise(canary, 0, p.sized(1/(1+by)-1))
	}
}

// fromEnd returns which part of the canary's window begins when that part of the baseline's does; they end together.
func (p *pair) fromEnd(part float64) float64 {
	return max(0, 1-(1-part)*float64(p.baseline)/float64(p.canary))
}

// excess lifts the canary for the first 15 to 60 % of its window, and then brings it down to settle within a little more.
func (p *pair) excess(by, settle float64) {
	high := between(p.Rand, 0.15, 0.6)
	down := high + between(p.Rand, 0, 0.15)
	falling := p.IntN(2) == 0 // all the time, instead of standing high
	n := float64(len(p.lift[canary]))
	for i := range p.lift[canary] {
		at := (float64(i) + 0.5) / n
		switch {
		case falling && at < down:
			p.lift[canary][i] = settle + (by-min(settle, by))*(1-at/down)
		case at < high:
			p.lift[canary][i] = max(by, settle)
		case at < down:
			p.lift[canary][i] = settle + max(0, by-settle)*(down-at)/(down-high)
		default:
			p.lift[canary][i] = settle
		}
	}
}

// sustain gives the baseline scattered high points, and the canary the same ones in one run or two.
func (p *pair) sustain() {
	n := len(p.lift[canary])
	highs := max(4, int(float64(n)*between(p.Rand, 0.15, 0.35)))
	by := make([]float64, highs)
	for i := range by {
		by[i] = between(p.Rand, 0.3, 1)
	}
	for i, at := range p.Perm(p.baseline)[:highs*p.baseline/p.canary] {
		p.lift[baseline][at] = by[i%highs]
	}
	if p.Law.memoryless() && p.baseline == p.canary {
		// The very same values, in another order.
		copy(p.noise[canary], p.noise[baseline])
		p.Shuffle(n, func(i, j int) { p.noise[canary][i], p.noise[canary][j] = p.noise[canary][j], p.noise[canary][i] })
	}
	runs := 1 + p.IntN(2)
	if highs < 6 {
		runs = 1
	}
	first := highs / runs
	start := p.IntN(n - highs - runs + 2)
	gap := 0
	if runs == 2 {
		gap = 1 + p.IntN(n-highs-start)
	}
	for i := range by {
		at := start + i
		if i >= first {
			at += gap
		}
		p.lift[canary][at] = by[i]
	}
}
