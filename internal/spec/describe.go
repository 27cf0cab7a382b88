package spec

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// describe returns what a node is, for people: `text "abc"`, `number 5`, `a list`.
func describe(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(node):
		return "null"
	case isText(node):
		return fmt.Sprintf("text %q", shorten(node.Value))
	case node.Tag == "!!bool":
		return shorten(node.Value)
	case node.Tag == "!!timestamp":
		return "date " + shorten(node.Value)
	case node.Tag == "!!int", node.Tag == "!!float":
		return "number " + shorten(node.Value)
	default:
		return fmt.Sprintf("text %q", shorten(node.Value))
	}
}

// shorten returns the beginning of a text that is too long for a message.
func shorten(text string) string {
	const enough = 40
	if utf8.RuneCountInString(text) <= enough {
		return text
	}
	return string([]rune(text)[:enough]) + "…"
}

// printable returns text that fits a line, shortened, with ? for what cannot be shown.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, shorten(text))
}

// isText says that a node is a scalar in quotes or a block.
func isText(node *yaml.Node) bool {
	const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return node.Kind == yaml.ScalarNode && node.Style&quoted != 0
}

// isNull says that a node is null, written or left out.
func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Tag == "!!null" && !isText(node)
}
