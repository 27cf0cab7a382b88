package spec

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"go.yaml.in/yaml/v3"
)

// Decode reads YAML or JSON into a message, which it empties first, and says where in the text its fields stand.
//
// It is strict. A mistake is: a field that the message does not have, a field or key given twice, two members of a
// oneof, a value of another type, a number that is not finite or not decimal, a tag, a merge key (<<), a field with
// nothing after its colon, a second document, and a text that is empty, above 1 MiB or not UTF-8. All are reported,
// up to a hundred; the message then holds what could be read.
//
// Names are those of the API, as min_coverage or minCoverage. Enum values are short lower-case words (critical) or full
// names (ROLE_CRITICAL), never the unspecified one. Durations are written 30m, 1h30m or 1800s, times as in RFC 3339.
// A plain number or date where text is expected is taken as it is written, so the version 1.10 needs no quotes.
// A whole number may stand in quotes. A written null, ~ in YAML, is the same as leaving the field out. Aliases are
// followed as long as they do not multiply the text. What protojson writes can be read back, except for numbers that
// are not finite: gaps of inline series.
func Decode(text []byte, message proto.Message) (Positions, Mistakes) {
	d := decode(text, message)
	return d.positions, d.found(d.positions)
}

// decode returns the decoder after its work, for callers that need to know which fields are broken.
func decode(text []byte, message proto.Message) *decoder {
	d := &decoder{positions: Positions{}}
	proto.Reset(message)
	root, mistakes := parse(text)
	if root == nil {
		d.mistakes = mistakes
		d.spoil("")
		return d
	}
	d.positions.note("", position(root))
	if d.checkSize(root) {
		d.message("", root, message.ProtoReflect())
	} else {
		d.spoil("")
	}
	return d
}

// A decoder turns the nodes of a text into a message. Its methods take the path of what they read, and the nodes with
// aliases followed.
type decoder struct {
	checker
	positions Positions
}

// wrong collects a mistake of a value, at the value's own place.
func (d *decoder) wrong(path string, node *yaml.Node, problem string, args ...any) {
	d.put(position(node), path, problem, args...)
	d.spoil(path)
}

// expected collects the mistake that a value is of another type.
func (d *decoder) expected(path string, node *yaml.Node, what string) {
	d.wrong(path, node, "expected %s, got %s", what, describe(node))
}

// untagged collects the mistake that a node has a tag of its own.
func (d *decoder) untagged(path string, node *yaml.Node) bool {
	if node.Style&yaml.TaggedStyle == 0 {
		return true
	}
	d.wrong(path, node, "tags such as %s are not followed; leave it out", shorten(node.Tag))
	return false
}

// value reads one field into the message.
func (d *decoder) value(path string, node *yaml.Node, message protoreflect.Message, field protoreflect.FieldDescriptor) {
	switch {
	case field.IsMap():
		d.mapping(path, node, message.Mutable(field).Map(), field)
	case field.IsList():
		d.list(path, node, message.Mutable(field).List(), field)
	case isMessage(field) && !isScalar(field):
		d.message(path, node, message.Mutable(field).Message())
	default:
		if value, ok := d.scalar(path, node, field); ok {
			message.Set(field, value)
		}
	}
}

// isMessage says that the field's values are messages.
func isMessage(field protoreflect.FieldDescriptor) bool {
	return field.Kind() == protoreflect.MessageKind || field.Kind() == protoreflect.GroupKind
}

// isScalar says that the field's values are written as one scalar.
func isScalar(field protoreflect.FieldDescriptor) bool {
	return !isMessage(field) || isDuration(field) || isTimestamp(field)
}

// position returns where a node begins.
func position(node *yaml.Node) Position {
	return Position{Line: node.Line, Column: node.Column}
}
