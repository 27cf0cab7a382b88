package config

import (
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

func readDocumentation(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// yamlOf returns the YAML examples of a page.
func yamlOf(page string) []string {
	var examples []string
	for _, after := range strings.Split(page, "```yaml\n")[1:] {
		example, _, _ := strings.Cut(after, "```\n")
		examples = append(examples, example)
	}
	return examples
}

// Every example of the documentation is valid.
func TestDocumentationExamples(t *testing.T) {
	examples := yamlOf(readDocumentation(t))
	for _, example := range examples {
		check(t, example)
	}
	if len(examples) < 6 {
		t.Errorf("docs/configuration.md has %d examples", len(examples))
	}
}

// Every field stands in the documentation.
func TestDocumentationNamesEveryField(t *testing.T) {
	page := readDocumentation(t)
	_, table, _ := strings.Cut(page, "## Every field")
	table, _, _ = strings.Cut(table, "\n## ")
	for _, name := range fieldsOf((&configv1.Config{}).ProtoReflect().Descriptor()) {
		if !strings.Contains(table, name+"`") && !strings.Contains(table, name+".") && !strings.Contains(table, "{"+name+":") {
			t.Errorf("docs/configuration.md says nothing of %s", name)
		}
	}
}

// fieldsOf returns the names of a message's fields, and those of what is in it.
func fieldsOf(message protoreflect.MessageDescriptor) []string {
	var names []string
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		if names = append(names, string(field.Name())); field.IsMap() {
			field = field.MapValue()
		}
		if in := field.Message(); in != nil && in.ParentFile().Package() == message.ParentFile().Package() {
			names = append(names, fieldsOf(in)...)
		}
	}
	return names
}
