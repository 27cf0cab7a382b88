package config

import (
	"slices"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// recorded: recordings are named, each once.
func (c *checker) recorded(path string, r *configv1.Recorded) Recorded {
	recorded := Recorded{Builtin: r.GetBuiltin()}
	if len(r.GetPaths()) == 0 && !r.GetBuiltin() {
		c.add(path, "required: paths of recordings, or builtin: true for those that are built into serin")
	}
	for i, file := range r.GetPaths() {
		at := element(join(path, "paths"), i)
		file = c.path(at, file)
		if slices.Contains(recorded.Paths, file) {
			c.add(at, "listed twice; keep one")
		}
		recorded.Paths = append(recorded.Paths, file)
	}
	return recorded
}
