package config

import (
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// ProviderPath returns the path of a provider's entry, for mistakes that show when it is put to use.
func ProviderPath(name string) string { return entry("providers", name) }

// join returns the path of a field of the message at path.
func join(path, field string) string { return path + "." + field }

// entry returns the path of an entry of the map at path.
func entry(path, key string) string { return fmt.Sprintf("%s[%q]", path, key) }

// element returns the path of an element of the list at path.
func element(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// within says whether path is outer or a part of it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (outer == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// parts splits a path into its fields, keys and indices, each with its dot or brackets.
func parts(path string) []string {
	var all []string
	for path != "" {
		length := 1 + strings.IndexAny(path[1:]+".", ".[")
		if quoted, err := strconv.QuotedPrefix(path[1:]); path[0] == '[' && err == nil {
			length = min(len(quoted)+len("[]"), len(path))
		}
		all = append(all, path[:length])
		path = path[length:]
	}
	return all
}

// outside returns the path of what encloses a field.
func outside(path string) string {
	all := parts(path)
	return strings.Join(all[:max(len(all)-1, 0)], "")
}

// withoutKeys takes the keys out of a path that are no names.
func withoutKeys(path string) string {
	all := parts(path)
	for i, part := range all {
		if key, err := strconv.Unquote(strings.Trim(part, "[]")); err == nil && !isName(key) {
			all[i] = entry("", hidden)
		}
	}
	return strings.Join(all, "")
}

// secretAround returns the path of the secret that is at a path or encloses it; "" when there is none.
func secretAround(path string) string {
	secret := (&configv1.Secret{}).ProtoReflect().Descriptor()
	message, around := (&configv1.Config{}).ProtoReflect().Descriptor(), ""
	for _, part := range parts(path) {
		around += part
		isMap := false
		if part[0] != '[' { // else it is in the map that was named before
			message, isMap = messageOf(message, strings.TrimPrefix(part, "."))
		}
		switch {
		case message == nil:
			return ""
		case message == secret && !isMap:
			return around
		}
	}
	return ""
}

// messageOf returns the message that the values of a field are, nil when they are none, and whether a map holds them.
func messageOf(message protoreflect.MessageDescriptor, name string) (values protoreflect.MessageDescriptor, isMap bool) {
	field := message.Fields().ByName(protoreflect.Name(name))
	if field == nil {
		return nil, false
	}
	if field.IsMap() {
		return field.MapValue().Message(), true
	}
	return field.Message(), false
}
