package providertest

// A part of the contract: what it says, and how to see whether a provider keeps it.
type part struct {
	name  string
	needs string // option without which it cannot be seen
	check func(*suite) error
}

// contract returns the contract, part by part.
func contract() []part {
	answers := func(metric string) func(*suite) error {
		return func(s *suite) error { return s.expect(s.query(metric)) }
	}
	return []part{
		{"a value in every step", "", answers(plain)},
		{"values arrive unchanged", "", answers(odd)},
		{"missing points are NaN", "", answers(holes)},
		{"a sample belongs to the step that holds it", "", answers(jitter)},
		{"the window excludes its start and includes its end", "", answers(edges)},
		{"every series comes, with its labels", "", answers(several)},
		{"no match is an empty answer", "", answers(nothing)},
		{"a part of the window", "", (*suite).narrow},
		{"more than there is", "", (*suite).wide},
		{"another step does not change values silently", "", (*suite).otherStep},
		{"an invalid window is refused", "", (*suite).invalid},
		{"a cancelled context ends the query", "", (*suite).cancelled},
		{"a deadline ends the query", "", (*suite).late},
		{"answers belong to the caller", "", (*suite).ownership},
		{"concurrent queries do not disturb each other", "", (*suite).concurrent},
		{"a rejected query", "Rejecting", (*suite).rejects},
		{"an unavailable backend", "Unavailable", (*suite).isUnavailable},
		{"a backend that hangs", "Hanging", (*suite).hangs},
	}
}
