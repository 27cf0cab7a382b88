package spec

import (
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// enum reads the short word or the full name of an enum's value.
func (d *decoder) enum(path string, node *yaml.Node, enum protoreflect.EnumDescriptor) (protoreflect.Value, bool) {
	values := enum.Values()
	words := make([]string, 0, values.Len())
	for i := range values.Len() {
		value := values.Get(i)
		if value.Number() == 0 {
			continue // unspecified: what leaving the field out says
		}
		if node.Kind == yaml.ScalarNode && (node.Value == word(value) || node.Value == string(value.Name())) {
			return protoreflect.ValueOfEnum(value.Number()), true
		}
		words = append(words, word(value))
	}
	hint := ""
	if node.Kind == yaml.ScalarNode {
		hint = orWords(suggestion(strings.TrimPrefix(node.Value, prefix(enum)), words), unspecified(node, enum))
	}
	d.wrong(path, node, "expected one of %s, got %s%s", strings.Join(words, ", "), describe(node), hint)
	return protoreflect.Value{}, false
}

// unspecified says what to do instead of writing that nothing is specified.
func unspecified(node *yaml.Node, enum protoreflect.EnumDescriptor) string {
	if none := enum.Values().ByNumber(0); node.Value == word(none) || node.Value == string(none.Name()) {
		return "; leave the field out"
	}
	return ""
}

// word returns the short word of an enum's value: critical for ROLE_CRITICAL.
func word(value protoreflect.EnumValueDescriptor) string {
	enum := value.Parent().(protoreflect.EnumDescriptor)
	return strings.ToLower(strings.TrimPrefix(string(value.Name()), prefix(enum)))
}

// wordOf returns the short word of a value of the API.
func wordOf(value protoreflect.Enum) string {
	if known := value.Descriptor().Values().ByNumber(value.Number()); known != nil {
		return word(known)
	}
	return "unknown"
}

// prefix returns what the names of an enum's values begin with: REASON_CODE_ for ReasonCode.
func prefix(enum protoreflect.EnumDescriptor) string {
	var b strings.Builder
	for i, r := range string(enum.Name()) {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String() + "_"
}
