package spec

import (
	"time"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func isDuration(field protoreflect.FieldDescriptor) bool {
	return isMessage(field) && field.Message().FullName() == "google.protobuf.Duration"
}

func isTimestamp(field protoreflect.FieldDescriptor) bool {
	return isMessage(field) && field.Message().FullName() == "google.protobuf.Timestamp"
}

// duration reads 30m, 1h30m or 1800s.
func (d *decoder) duration(path string, node *yaml.Node) (protoreflect.Value, bool) {
	value, err := time.ParseDuration(node.Value)
	switch {
	case node.Kind == yaml.ScalarNode && isDecimal(node.Value):
		d.wrong(path, node, "expected a duration such as 30m, 1h30m or 90s, got %s without a unit; for seconds write %ss",
			describe(node), node.Value)
	case node.Kind != yaml.ScalarNode || err != nil:
		d.expected(path, node, "a duration such as 30m, 1h30m or 90s")
	default:
		return protoreflect.ValueOfMessage(durationpb.New(value).ProtoReflect()), true
	}
	return protoreflect.Value{}, false
}

// timestamp reads a time as in RFC 3339.
func (d *decoder) timestamp(path string, node *yaml.Node) (protoreflect.Value, bool) {
	var value time.Time
	err := value.UnmarshalText([]byte(node.Value))
	stamp := timestamppb.New(value)
	if node.Kind != yaml.ScalarNode || err != nil || stamp.CheckValid() != nil {
		d.expected(path, node, "a time such as 2026-01-31T09:30:00Z")
		return protoreflect.Value{}, false
	}
	return protoreflect.ValueOfMessage(stamp.ProtoReflect()), true
}
