package collection

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// maxFile is the longest file that is read, in bytes after decompression: series of a month at one value a second fit.
const maxFile = 64 << 20

// file returns the text of a file: as it stands, else that of the same name with .gz, decompressed.
func (r *reader) file(name string) (text []byte, err error) {
	text, err = r.text(name)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = r.text(name + ".gz")
	}
	return text, err
}

// text reads a file, and decompresses it if its name says that it is compressed.
func (r *reader) text(name string) ([]byte, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read from
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("is no gzip file: %w", err)
		}
	}
	text, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", err)
	case len(text) > maxFile:
		return nil, fmt.Errorf("longer than the %d MiB that are read", maxFile>>20)
	}
	return text, nil
}

// jsonProblem says what is wrong with a JSON text, and in which line.
func jsonProblem(text []byte, err error) (line int, problem string) {
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return lineAt(text, syntax.Offset), fmt.Sprintf("is no JSON: %v", err)
	case errors.As(err, &mistyped) && mistyped.Field != "":
		return lineAt(text, mistyped.Offset), fmt.Sprintf("%s: want %s, have %s", mistyped.Field, wanted(mistyped), mistyped.Value)
	case errors.As(err, &mistyped):
		return lineAt(text, mistyped.Offset), fmt.Sprintf("want %s, have %s", wanted(mistyped), mistyped.Value)
	default:
		return lineAt(text, 0), err.Error()
	}
}

// wanted is what JSON calls the type that a field has.
func wanted(err *json.UnmarshalTypeError) string {
	switch kind := err.Type.Kind().String(); kind {
	case "string":
		return "a text"
	case "float64", "int":
		return "a number"
	case "slice":
		return "a list"
	default:
		return "an object"
	}
}

// lineAt returns the line of an offset, from 1.
func lineAt(text []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(text)))
	return 1 + bytes.Count(text[:offset], []byte("\n"))
}
