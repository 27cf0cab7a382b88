package spec

import (
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// list reads a sequence. An element with a mistake keeps its place, so that the paths of the others stay right.
func (d *decoder) list(path string, node *yaml.Node, list protoreflect.List, field protoreflect.FieldDescriptor) {
	if node.Kind != yaml.SequenceNode {
		what := "a list such as [a, b]"
		if !isScalar(field) {
			what = "a list, each item after a -"
		}
		d.expected(path, node, what)
		return
	}
	d.untagged(path, node)
	for i, item := range node.Content {
		if d.more {
			return // more than can be told
		}
		item, path := target(item), element(path, i)
		d.positions.note(path, position(item))
		value := list.NewElement()
		switch {
		case isNull(item):
			d.wrong(path, item, "has no value; give it one, or leave the line out")
		case isScalar(field):
			if v, ok := d.scalar(path, item, field); ok {
				value = v
			}
		default:
			d.message(path, item, value.Message())
		}
		list.Append(value)
	}
}

// mapping reads a mapping into a map.
func (d *decoder) mapping(path string, node *yaml.Node, entries protoreflect.Map, field protoreflect.FieldDescriptor) {
	if node.Kind != yaml.MappingNode {
		d.expected(path, node, "a mapping such as {a: b}")
		return
	}
	d.untagged(path, node)
	given := map[string]*yaml.Node{}
	for i := 0; i+1 < len(node.Content) && !d.more; i += 2 {
		key, value := target(node.Content[i]), target(node.Content[i+1])
		if !d.isName(path, key) {
			continue
		}
		path := entry(path, key.Value)
		d.positions.note(path, position(key))
		if first := given[key.Value]; first != nil {
			d.put(position(key), path, "duplicate key %q, first given in line %d; keep one",
				shorten(key.Value), first.Line)
			continue
		}
		given[key.Value] = key
		d.entry(path, key, value, entries, field)
	}
}

// entry reads one entry of a map.
func (d *decoder) entry(path string, key, value *yaml.Node, entries protoreflect.Map, field protoreflect.FieldDescriptor) {
	if isNull(value) {
		d.wrong(path, value, "has no value; give it one, or leave the line out")
		return
	}
	k, ok := d.key(path, key, field.MapKey())
	if !ok {
		return
	}
	if field = field.MapValue(); !isScalar(field) {
		d.message(path, value, entries.Mutable(k).Message())
	} else if v, ok := d.scalar(path, value, field); ok {
		entries.Set(k, v)
	}
}

// key reads the key of a map: JSON writes numbers and booleans in quotes there, so the style of a key says nothing.
func (d *decoder) key(path string, node *yaml.Node, field protoreflect.FieldDescriptor) (protoreflect.MapKey, bool) {
	bare := *node
	if field.Kind() == protoreflect.StringKind {
		bare.Tag, bare.Style = "!!str", yaml.DoubleQuotedStyle
	} else {
		bare.Style = 0
		if strings.EqualFold(bare.Value, "true") || strings.EqualFold(bare.Value, "false") {
			bare.Tag = "!!bool"
		}
	}
	value, ok := d.scalar(path, &bare, field)
	return value.MapKey(), ok
}
