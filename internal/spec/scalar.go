package spec

import (
	"encoding/base64"
	"errors"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// scalar reads one value that is written as a scalar. It is false after a mistake.
func (d *decoder) scalar(path string, node *yaml.Node, field protoreflect.FieldDescriptor) (protoreflect.Value, bool) {
	if !d.untagged(path, node) {
		return protoreflect.Value{}, false
	}
	switch field.Kind() {
	case protoreflect.BoolKind:
		return d.boolean(path, node)
	case protoreflect.EnumKind:
		return d.enum(path, node, field.Enum())
	case protoreflect.StringKind:
		return d.text(path, node)
	case protoreflect.BytesKind:
		return d.bytes(path, node)
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return d.number(path, node, field.Kind())
	case protoreflect.MessageKind, protoreflect.GroupKind:
		if isDuration(field) {
			return d.duration(path, node)
		}
		return d.timestamp(path, node)
	default:
		return d.integer(path, node, field.Kind())
	}
}

// text reads a string; a plain number or date is taken as it is written.
func (d *decoder) text(path string, node *yaml.Node) (protoreflect.Value, bool) {
	if node.Kind != yaml.ScalarNode || node.Tag == "!!bool" {
		d.wrong(path, node, "expected text, got %s; put it in quotes if it is text", describe(node))
		return protoreflect.Value{}, false
	}
	return protoreflect.ValueOfString(node.Value), true
}

func (d *decoder) boolean(path string, node *yaml.Node) (protoreflect.Value, bool) {
	if node.Kind != yaml.ScalarNode || node.Tag != "!!bool" {
		d.expected(path, node, "true or false")
		return protoreflect.Value{}, false
	}
	return protoreflect.ValueOfBool(strings.EqualFold(node.Value, "true")), true
}

func (d *decoder) bytes(path string, node *yaml.Node) (protoreflect.Value, bool) {
	value, err := base64.StdEncoding.DecodeString(node.Value)
	if node.Kind != yaml.ScalarNode || err != nil {
		d.expected(path, node, "bytes in base64")
		return protoreflect.Value{}, false
	}
	return protoreflect.ValueOfBytes(value), true
}

// number reads a finite decimal number.
func (d *decoder) number(path string, node *yaml.Node, kind protoreflect.Kind) (protoreflect.Value, bool) {
	bits := 64
	if kind == protoreflect.FloatKind {
		bits = 32
	}
	value, err := strconv.ParseFloat(node.Value, bits)
	switch {
	case isText(node) && isDecimal(node.Value):
		d.wrong(path, node, "expected a number, got %s; leave out the quotes", describe(node))
	case node.Kind == yaml.ScalarNode && (errors.Is(err, strconv.ErrRange) || isNotFinite(node)):
		d.expected(path, node, "a finite number")
	case node.Kind != yaml.ScalarNode || isText(node) || node.Tag == "!!bool" || !startsNumber(node.Value):
		d.expected(path, node, "a number")
	case !isDecimal(node.Value) || err != nil:
		d.expected(path, node, "a decimal number such as 0.5 or 12")
	case bits == 32:
		return protoreflect.ValueOfFloat32(float32(value)), true
	default:
		return protoreflect.ValueOfFloat64(value), true
	}
	return protoreflect.Value{}, false
}

// integer reads a whole number, which may stand in quotes: so JSON keeps all digits of long ones.
func (d *decoder) integer(path string, node *yaml.Node, kind protoreflect.Kind) (protoreflect.Value, bool) {
	if node.Kind != yaml.ScalarNode || !isDecimal(node.Value) {
		d.expected(path, node, "a whole number")
		return protoreflect.Value{}, false
	}
	value, err := parseInteger(node.Value, kind)
	if errors.Is(err, strconv.ErrRange) {
		d.expected(path, node, "a whole number that fits the field")
	} else if err != nil {
		d.expected(path, node, "a whole number")
	}
	return value, err == nil
}

func parseInteger(digits string, kind protoreflect.Kind) (protoreflect.Value, error) {
	switch kind {
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		n, err := strconv.ParseInt(digits, 10, 64)
		return protoreflect.ValueOfInt64(n), err
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		n, err := strconv.ParseUint(digits, 10, 64)
		return protoreflect.ValueOfUint64(n), err
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		n, err := strconv.ParseUint(digits, 10, 32)
		return protoreflect.ValueOfUint32(uint32(n)), err
	default:
		n, err := strconv.ParseInt(digits, 10, 32)
		return protoreflect.ValueOfInt32(int32(n)), err
	}
}

// isDecimal says that text is a number as everyone reads it: no 0x10, no 1_000, and no 010, which is 8 to some.
func isDecimal(text string) bool {
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || strings.Trim(text, "+-.0123456789eE") != "" {
		return false
	}
	if len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// startsNumber says that text begins like a number.
func startsNumber(text string) bool {
	digits := strings.TrimLeft(text, "+-.")
	return digits != "" && digits[0] >= '0' && digits[0] <= '9' && strings.Trim(text, "+-._0123456789abcdefxABCDEFXoO") == ""
}

// isNotFinite says that a node is .nan, .inf, or one of the words that JSON writers use for them.
func isNotFinite(node *yaml.Node) bool {
	if !isText(node) && node.Tag != "!!float" && node.Tag != "!!str" {
		return false
	}
	value, err := strconv.ParseFloat(strings.Replace(node.Value, ".", "", 1), 64)
	return err == nil && !isDecimal(node.Value) && (math.IsNaN(value) || math.IsInf(value, 0))
}
