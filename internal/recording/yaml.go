package recording

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/serin-canary/serin/internal/spec"
)

// maxLine is how long a mapping may be to stand in one line.
const maxLine = 80

// YAML writes a message the way a person would: fields in the order of the API, enum values as short words,
// durations as 30m, and small mappings in one line. spec.Decode reads it back.
func YAML(message proto.Message) ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(messageNode(message.ProtoReflect())); err != nil {
		return nil, err
	}
	return text.Bytes(), encoder.Close()
}

func messageNode(m protoreflect.Message) *yaml.Node {
	switch known := m.Interface().(type) {
	case *durationpb.Duration:
		return scalar("!!str", spec.FormatDuration(known.AsDuration()))
	case *timestamppb.Timestamp:
		return scalar("!!timestamp", clock(known.AsTime()))
	}
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		if field := fields.Get(i); m.Has(field) {
			node.Content = append(node.Content, scalar("!!str", string(field.Name())), fieldNode(field, m.Get(field)))
		}
	}
	return flowed(node)
}

func fieldNode(field protoreflect.FieldDescriptor, value protoreflect.Value) *yaml.Node {
	switch {
	case field.IsList():
		node := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for i := range value.List().Len() {
			node.Content = append(node.Content, valueNode(field, value.List().Get(i)))
		}
		if field.Kind() != protoreflect.MessageKind {
			return flowed(node)
		}
		for _, element := range node.Content {
			element.Style = 0
		}
		return node
	case field.IsMap():
		return mapNode(field, value.Map())
	default:
		return valueNode(field, value)
	}
}

func mapNode(field protoreflect.FieldDescriptor, m protoreflect.Map) *yaml.Node {
	var keys []protoreflect.MapKey
	m.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, key)
		return true
	})
	slices.SortFunc(keys, func(a, b protoreflect.MapKey) int { return cmp.Compare(a.String(), b.String()) })
	node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, key := range keys {
		node.Content = append(node.Content, scalar("!!str", key.String()), valueNode(field.MapValue(), m.Get(key)))
	}
	return flowed(node)
}

func valueNode(field protoreflect.FieldDescriptor, value protoreflect.Value) *yaml.Node {
	switch field.Kind() {
	case protoreflect.MessageKind:
		return messageNode(value.Message())
	case protoreflect.EnumKind:
		return scalar("!!str", word(field.Enum(), value.Enum()))
	case protoreflect.BoolKind:
		return scalar("!!bool", value.String())
	case protoreflect.DoubleKind:
		return number64(value.Float())
	case protoreflect.Int32Kind:
		return scalar("!!int", value.String())
	default:
		return scalar("!!str", value.String())
	}
}

// number64 returns a number with the tag that YAML finds by itself, which need not be written.
func number64(v float64) *yaml.Node {
	text := strconv.FormatFloat(v, 'g', -1, 64)
	if strings.Trim(text, "-0123456789") == "" {
		return scalar("!!int", text)
	}
	return scalar("!!float", text)
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

// flowed puts a collection of scalars into one line, if it is short.
func flowed(node *yaml.Node) *yaml.Node {
	length := 0
	for _, child := range node.Content {
		if child.Kind != yaml.ScalarNode && child.Style != yaml.FlowStyle {
			return node
		}
		length += width(child) + 2
	}
	if length <= maxLine {
		node.Style = yaml.FlowStyle
	}
	return node
}

// width returns about how many characters a node in one line takes.
func width(node *yaml.Node) int {
	total := len(node.Value)
	for _, child := range node.Content {
		total += width(child) + 2
	}
	return total
}

// word returns the short word of an enum's value: critical for ROLE_CRITICAL.
func word(enum protoreflect.EnumDescriptor, number protoreflect.EnumNumber) string {
	value := enum.Values().ByNumber(number)
	if value == nil {
		return strconv.Itoa(int(number))
	}
	var prefix strings.Builder
	for i, r := range string(enum.Name()) {
		if i > 0 && unicode.IsUpper(r) {
			prefix.WriteByte('_')
		}
		prefix.WriteRune(unicode.ToUpper(r))
	}
	return strings.ToLower(strings.TrimPrefix(string(value.Name()), prefix.String()+"_"))
}
