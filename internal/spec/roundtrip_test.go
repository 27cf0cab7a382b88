package spec

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// What protojson writes of any message, in either of its namings, is read back as the same message.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want proto.Message = &serinv1.Spec{}
		if rapid.Bool().Draw(t, "recording") {
			want = &serinv1.Recording{}
		}
		fill(t, want.ProtoReflect())
		readBack(t, want, protojson.MarshalOptions{
			UseProtoNames: rapid.Bool().Draw(t, "proto names"),
			Multiline:     rapid.Bool().Draw(t, "multiline"),
		})
	})
}

// Whatever a caller sends is checked, and never panics.
func TestValidateAnyRequest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, create := &serinv1.AnalyzeRequest{}, &serinv1.CreateAnalysisRequest{}
		fill(t, request.ProtoReflect())
		fill(t, create.ProtoReflect())
		for _, mistake := range append(ValidateRequest(request), ValidateCreate(create)...) {
			if mistake.Field == "" || mistake.Problem == "" || strings.Contains(mistake.Problem, "\n") {
				t.Fatalf("mistake without a field, or not in one line: %+v", mistake)
			}
		}
	})
}

// fill gives a message random values.
func fill(t *rapid.T, message protoreflect.Message) {
	switch m := message.Interface().(type) {
	case *durationpb.Duration:
		proto.Merge(m, durationpb.New(time.Duration(rapid.Int64().Draw(t, "duration"))))
		return
	case *timestamppb.Timestamp:
		m.Seconds = rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds")
		m.Nanos = rapid.Int32Range(0, 999_999_999).Draw(t, "nanos")
		return
	}
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if !rapid.Bool().Draw(t, string(field.Name())) {
			continue
		}
		switch {
		case field.IsMap():
			for _, key := range rapid.SliceOfN(rapid.StringN(0, 20, 40), 0, 3).Draw(t, "keys") {
				message.Mutable(field).Map().Set(protoreflect.ValueOfString(key).MapKey(), random(t, field.MapValue(), nil))
			}
		case field.IsList():
			list := message.Mutable(field).List()
			for range rapid.IntRange(0, 3).Draw(t, "elements") {
				list.Append(random(t, field, list.NewElement))
			}
		default:
			message.Set(field, random(t, field, func() protoreflect.Value { return message.NewField(field) }))
		}
	}
}

// random returns a value for a field.
func random(t *rapid.T, field protoreflect.FieldDescriptor, empty func() protoreflect.Value) protoreflect.Value {
	switch field.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(rapid.Bool().Draw(t, "bool"))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(rapid.Int32().Draw(t, "int32"))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "double"))
	case protoreflect.EnumKind:
		values := field.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(rapid.IntRange(1, values.Len()-1).Draw(t, "enum")).Number())
	case protoreflect.MessageKind:
		value := empty()
		fill(t, value.Message())
		return value
	default:
		return protoreflect.ValueOfString(rapid.String().Draw(t, "string"))
	}
}

// readBack writes a message as JSON and decodes it.
func readBack(t interface {
	Helper()
	Fatalf(string, ...any)
}, want proto.Message, options protojson.MarshalOptions,
) {
	t.Helper()
	text, err := options.Marshal(want)
	if err != nil {
		t.Fatalf("protojson: %v", err)
	}
	got := want.ProtoReflect().New().Interface()
	if _, mistakes := Decode(text, got); mistakes != nil {
		t.Fatalf("Decode(%s): %v", text, mistakes)
	}
	if !proto.Equal(want, got) {
		t.Fatalf("Decode(%s) = %v, want %v", text, got, want)
	}
}

// FuzzDecode decodes any text: it never panics, and what it could read can be written and read back.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"testdata/design.yaml", "testdata/checkout.yaml", "testdata/mistakes.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{
		Template,
		`{"name": "a\/b\ud83d\ude00", "step": "60s", "metrics": [{"role": "ROLE_CRITICAL"}]}`,
		"format: 1\nspec: {name: a}\nbaseline: {variables: {a: b}, exposure: 1}\nwindow: {start: 2026-01-31T09:30:00Z}\n",
		"request_id: a\nlabels: {b: c}\nspec: {name: a, schedule: {interval: 1h}}\ncanary: {variables: {d: e}}\nstart: 2026-01-31T09:30:00Z\n",
		"a: &a [*a]", "<<: {}", "? [a]\n: b", "a: !!str b", "- a\n- b", "---\n...\n---", "name: \"\\ud83d\"", "\t", "{", "'",
		"variables: &v [a]\ngroups: {a: .nan, b: 1e999, ~: 1}\nslices: &s {label: *v}\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, message := range []proto.Message{&serinv1.Spec{}, &serinv1.Recording{}, &serinv1.CreateAnalysisRequest{}} {
			positions, mistakes := Decode([]byte(text), message)
			for _, mistake := range mistakes {
				if mistake.Problem == "" || mistake.Line == 0 && mistake.Field != "" {
					t.Errorf("mistake without a problem or a place: %+v", mistake)
				}
			}
			readBack(t, message, protojson.MarshalOptions{})
			switch message := message.(type) {
			case *serinv1.Spec:
				_ = Validate(message, FromProvider).At(positions)
				_ = Validate(message, Inline).At(positions)
			case *serinv1.CreateAnalysisRequest:
				_ = ValidateCreate(message).At(positions)
			}
		}
	})
}
