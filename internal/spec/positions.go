package spec

import (
	"fmt"
	"strings"
)

// A Position is a place in a text.
type Position struct {
	Line   int // from 1; 0 when there is no text
	Column int // in characters, from 1
}

// Positions says where the fields of a message stand in the text it was read from: a field where its name begins, an
// element of a list where the element begins.
type Positions map[string]Position

// Find returns the position of the field with a path, or else of the nearest one that encloses it.
func (p Positions) Find(path string) Position {
	for path != "" {
		if at, ok := p[path]; ok {
			return at
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return p[""]
}

// note keeps the position of a path; the first one given counts.
func (p Positions) note(path string, at Position) {
	if _, ok := p[path]; !ok {
		p[path] = at
	}
}

// join returns the path of a field of the message at path.
func join(path, field string) string {
	if path == "" {
		return field
	}
	return path + "." + field
}

// element returns the path of an element of the list at path.
func element(path string, i int) string {
	return fmt.Sprintf("%s[%d]", path, i)
}

// entry returns the path of an entry of the map at path.
func entry(path, key string) string {
	return fmt.Sprintf("%s[%q]", path, key)
}

// within says whether path is outer or a part of it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (outer == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}
