package spec

import (
	"math"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// sound checks what holds for every message: numbers are finite, and enum values are ones of the API. It marks the
// other fields as unreadable, so that no other rule has to think of them.
func (c *checker) sound(path string, message protoreflect.Message) {
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if !message.Has(field) {
			continue
		}
		path, value := join(path, string(field.Name())), message.Get(field)
		switch {
		case field.IsMap():
			c.soundEntries(path, value.Map(), field.MapValue())
		case field.IsList():
			for i := range value.List().Len() {
				c.soundValue(element(path, i), value.List().Get(i), field)
			}
		default:
			c.soundValue(path, value, field)
		}
	}
}

func (c *checker) soundEntries(path string, entries protoreflect.Map, field protoreflect.FieldDescriptor) {
	keys := make([]string, 0, entries.Len())
	entries.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, key.String())
		return true
	})
	slices.Sort(keys) // no map of the API has other keys than strings
	for _, key := range keys {
		c.soundValue(entry(path, key), entries.Get(protoreflect.ValueOfString(key).MapKey()), field)
	}
}

func (c *checker) soundValue(path string, value protoreflect.Value, field protoreflect.FieldDescriptor) {
	switch field.Kind() {
	case protoreflect.MessageKind:
		c.sound(path, value.Message())
	case protoreflect.DoubleKind:
		if x := value.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			c.add(path, "must be a finite number, not %v", x)
			c.spoil(path)
		}
	case protoreflect.EnumKind:
		if field.Enum().Values().ByNumber(value.Enum()) == nil {
			c.add(path, "%d is no value of %s; is the caller newer than the server?", value.Enum(), field.Enum().Name())
			c.spoil(path)
		}
	default: // nothing can be wrong with the value alone
	}
}
