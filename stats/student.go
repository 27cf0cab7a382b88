package stats

import "math"

// StudentSurvival is the upper tail P(T > t) of Student's t distribution.
//
// Definition: I_x(df/2, ½)/2 with x = df/(df + t²), for t >= 0, evaluated directly, so that small tails are relatively
// accurate. The lower tail P(T < t) is StudentSurvival(−t, df).
//
// Inputs: df > 0, not necessarily whole; +Inf is the normal distribution.
//
// Edge cases: 1 at −∞, 0 at +∞. Like the functions of package math it returns NaN for NaN and for df <= 0.
//
// Cost: O(1); some 100 steps near the centre for df of 1e4.
//
// Oracle: mpmath, t_sf and t_cdf.
func StudentSurvival(t, df float64) float64 {
	switch {
	case math.IsNaN(t) || !(df > 0):
		return math.NaN()
	case math.IsInf(df, 1):
		return NormalSurvival(t)
	case t < 0:
		return 1 - StudentSurvival(-t, df)
	case t == 0:
		return 0.5
	case math.IsInf(t, 1):
		return 0
	}
	const far = 1e100 // where the square may overflow, the tail is a power of t
	ratio := t / math.Sqrt(df)
	if ratio > far {
		return studentTail(far, df) * math.Pow(far/ratio, df)
	}
	return studentTail(ratio, df)
}

// studentTail is the upper tail at ratio·√df.
func studentTail(ratio, df float64) float64 {
	square := ratio * ratio
	lower, _ := betaTails(df/2, 0.5, 1/(1+square), square/(1+square))
	return lower / 2
}

// StudentQuantile is the t with P(T < t) = p for Student's t distribution with df degrees of freedom.
//
// The t of an upper tail probability is −StudentQuantile(p, df), by symmetry; do not pass 1 − p.
//
// Inputs: df > 0, not necessarily whole; +Inf is the normal distribution.
//
// Edge cases: −∞ at 0, +∞ at 1 and where |t| exceeds the largest float64. Like the functions of package math it returns
// NaN for p outside [0, 1] and for df <= 0.
//
// Oracle: mpmath, t_ppf.
func StudentQuantile(p, df float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || !(df > 0):
		return math.NaN()
	case math.IsInf(df, 1) || p == 0 || p == 1:
		return NormalQuantile(p)
	case p > 0.5:
		return -StudentQuantile(1-p, df)
	case p == 0.5:
		return 0
	case p > 0.25: // t² /(df + t²) has a beta distribution too, better conditioned near the centre
		return -math.Sqrt(df) * math.Exp(betaLogit(0.5, df/2, 1-2*p)/2)
	}
	return -math.Sqrt(df) * math.Exp(-betaLogit(df/2, 0.5, 2*p)/2)
}
