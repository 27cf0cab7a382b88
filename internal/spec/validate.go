package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Validate checks a spec as a message and returns all its mistakes, without positions.
//
// What the fields of the API say is required is checked, and that the parts of the spec fit each other: variables with
// queries, groups with metrics, judges and margins with kinds and directions. With inline series a spec needs neither
// provider nor queries, and its variables need not be used; what is there is still checked.
func Validate(spec *serinv1.Spec, source Source) Mistakes {
	c := &checker{}
	validate(c, "", spec, source)
	return c.found(nil)
}

// Read decodes the text of a spec and validates it. All mistakes carry positions. What cannot be said of a field
// because its text is wrong is not said.
func Read(text []byte, source Source) (*serinv1.Spec, Mistakes) {
	spec := &serinv1.Spec{}
	d := decode(text, spec)
	validate(&d.checker, "", spec, source)
	return spec, d.found(d.positions)
}

// validate checks the spec at path.
func validate(c *checker, path string, spec *serinv1.Spec, source Source) {
	if spec == nil {
		c.settle(path, "required: say what to judge, and how")
		return
	}
	c.sound(path, spec.ProtoReflect())
	s := specCheck{checker: c, path: path, spec: spec, source: source, variable: map[string]bool{}}
	s.name()
	s.provider()
	s.variables()
	s.times()
	s.warmUp()
	s.history()
	s.schedule()
	s.slices()
	s.alpha()
	s.score()
	s.groups()
	s.metrics()
	s.split()
	s.rule()
	s.judged()
	s.listedGroups()
	s.usedGroups()
	s.usedVariables()
}

// A specCheck checks one spec; each of its methods holds one rule, or those of one field.
type specCheck struct {
	*checker
	path   string // of the spec: empty in a file, "spec" in a request
	spec   *serinv1.Spec
	source Source

	variable map[string]bool // names that queries may use
}

// at returns the path of one of the spec's fields.
func (s specCheck) at(field string) string {
	return join(s.path, field)
}
