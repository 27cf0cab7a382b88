package spec

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxText is the longest text that is read: a spec of a thousand metrics fits several times.
const maxText = 1 << 20

// parse reads the one document of a text and returns its root, or the mistake that keeps it from being read.
func parse(text []byte) (*yaml.Node, Mistakes) {
	if len(text) > maxText {
		return nil, whole("the text has %d bytes, more than the %d that are read; split it", len(text), maxText)
	}
	if !utf8.Valid(text) {
		return nil, whole("the text is not UTF-8; save it with that encoding")
	}
	text = jsonAsYAML(text)
	source := &byteReader{text: string(text)}
	decoder := yaml.NewDecoder(source)
	var document, second yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, whole("the text is empty")
	} else if err != nil {
		return nil, Mistakes{syntaxMistake(err, source)}
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, Mistakes{{
			Problem: "a second document begins here; put each into a file of its own",
			Line:    second.Line, Column: second.Column,
		}}
	} else if !errors.Is(err, io.EOF) {
		return nil, Mistakes{syntaxMistake(err, source)}
	}
	root := document.Content[0]
	if isNull(root) {
		return nil, whole("the text is empty")
	}
	return root, nil
}

// whole returns a mistake of the text as a whole.
func whole(problem string, args ...any) Mistakes {
	return Mistakes{{Problem: fmt.Sprintf(problem, args...), Line: 1, Column: 1}}
}
