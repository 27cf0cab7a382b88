package spec

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// message reads a mapping into a message.
func (d *decoder) message(path string, node *yaml.Node, message protoreflect.Message) {
	fields := message.Descriptor().Fields()
	if node.Kind != yaml.MappingNode {
		d.expected(path, node, "a mapping with "+fieldList(fields))
		return
	}
	d.untagged(path, node)
	given := given{}
	for i := 0; i+1 < len(node.Content) && !d.more; i += 2 {
		key, value := target(node.Content[i]), target(node.Content[i+1])
		if !d.isName(path, key) {
			continue
		}
		if field := fieldNamed(fields, key.Value); field != nil {
			d.field(path, key, value, message, field, given)
		} else {
			d.unknown(path, key, fields)
		}
	}
}

// isName says that a key can be the name of a field.
func (d *decoder) isName(path string, key *yaml.Node) bool {
	switch {
	case key.Tag == "!!merge":
		d.wrong(path, key, "merge keys (<<) are not followed; write the fields out, or use an alias for a whole value")
	case key.Kind != yaml.ScalarNode || isNull(key):
		d.wrong(path, key, "expected a name before the colon, got %s; put it in quotes if it is text", describe(key))
	default:
		return d.untagged(path, key)
	}
	return false
}

// fieldNamed returns the field with a name, as in the API or as in its JSON.
func fieldNamed(fields protoreflect.FieldDescriptors, name string) protoreflect.FieldDescriptor {
	if field := fields.ByName(protoreflect.Name(name)); field != nil {
		return field
	}
	return fields.ByJSONName(name)
}

// unknown collects the mistake that a message has no such field.
func (d *decoder) unknown(path string, key *yaml.Node, fields protoreflect.FieldDescriptors) {
	hint := "; allowed here: " + orWords(strings.Join(fieldNames(fields), ", "), "nothing, {}")
	if near := nearest(key.Value, fieldNames(fields)); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
		d.spoil(join(path, near))
	}
	field := join(path, key.Value)
	if !isIdentifier(key.Value) {
		field = entry(path, shorten(key.Value))
	}
	d.put(position(key), field, "unknown field %q%s", shorten(key.Value), hint)
	d.spoil(field)
}

// given holds what of a message has been read: the keys by the names of their fields and oneofs.
type given map[protoreflect.Name]*yaml.Node

// field reads one field of a message. A field that is given twice is read all the same, into a message that is thrown
// away, so that its mistakes are found.
func (d *decoder) field(
	path string, key, value *yaml.Node, message protoreflect.Message, field protoreflect.FieldDescriptor, given given,
) {
	path = join(path, string(field.Name()))
	d.positions.note(path, position(key))
	into := message
	if first := given[field.Name()]; first != nil {
		d.put(position(key), path, "%s", duplicate(key, first))
		into = message.New()
	} else {
		given[field.Name()] = key
	}
	if isNull(value) {
		d.nothing(path, value, field)
		return
	}
	if first := d.rival(key, field, given); first != nil && into == message {
		d.put(position(key), path, "%s has one %s: both %s (line %d) and %s given; keep one",
			article(message.Descriptor().Name()), field.ContainingOneof().Name(), first.Value, first.Line, key.Value)
		into = message.New()
	}
	d.value(path, value, into, field)
}

// rival returns the key of another field given of the same oneof.
func (d *decoder) rival(key *yaml.Node, field protoreflect.FieldDescriptor, given given) *yaml.Node {
	oneof := field.ContainingOneof()
	if oneof == nil || oneof.IsSynthetic() {
		return nil
	}
	first := given[oneof.Name()]
	if first == nil {
		given[oneof.Name()] = key
	}
	return first
}

// nothing collects the mistake that a field has no value. A null that is written stands for leaving it out.
func (d *decoder) nothing(path string, value *yaml.Node, field protoreflect.FieldDescriptor) {
	switch {
	case value.Value != "":
	case field.IsList() || field.IsMap() || isScalar(field):
		d.wrong(path, value, "has no value; give it one, or leave the line out")
	default:
		d.wrong(path, value, "has no value; give it fields, write {} for none, or leave the line out")
	}
}

// duplicate returns what to say of a key that names the field of an earlier one.
func duplicate(key, first *yaml.Node) string {
	if key.Value == first.Value {
		return fmt.Sprintf("duplicate field %q, first given in line %d; keep one", key.Value, first.Line)
	}
	return fmt.Sprintf("duplicate field: %q is another spelling of %q, first given in line %d; keep one",
		key.Value, first.Value, first.Line)
}

func fieldNames(fields protoreflect.FieldDescriptors) []string {
	names := make([]string, fields.Len())
	for i := range names {
		names[i] = string(fields.Get(i).Name())
	}
	return names
}

// fieldList returns the fields of a message as a phrase: "the fields label, roll_up".
func fieldList(fields protoreflect.FieldDescriptors) string {
	switch names := fieldNames(fields); len(names) {
	case 0:
		return "no fields: {}"
	case 1:
		return "the field " + names[0]
	default:
		return "the fields " + strings.Join(names, ", ")
	}
}

// article returns the name of a message as a noun: "a metric".
func article(name protoreflect.Name) string {
	noun := strings.ToLower(string(name))
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
