package recording

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// rows calls row for every line of a table but the first one, which must be the header. Lines that are no rows of that
// many fields are mistakes. The fields are valid during the call only.
func (r *reader) rows(file string, text []byte, header []string, row func(line int, fields []string)) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // spreadsheets begin with it
	table := csv.NewReader(bytes.NewReader(text))
	table.ReuseRecord = true
	table.FieldsPerRecord = len(header)
	if fields, err := table.Read(); err != nil || !slices.Equal(fields, header) {
		r.wrong(file, 1, "the first line must be %q", join(header))
		return
	}
	for {
		fields, err := table.Read()
		var parse *csv.ParseError
		switch {
		case err == nil:
			line, _ := table.FieldPos(0)
			row(line, fields)
		case errors.Is(err, io.EOF):
			return
		case errors.Is(err, csv.ErrFieldCount):
			line, _ := table.FieldPos(0)
			r.wrong(file, line, "%d fields, want %d: %s", len(fields), len(header), join(header))
		case errors.As(err, &parse):
			r.wrong(file, parse.Line, "%v; put a field with a comma or a quote in quotes, and write each quote inside twice",
				parse.Err)
			return // where the next row begins is not known
		default:
			r.wrong(file, 0, "%v", err)
			return
		}
	}
}

func join(header []string) string {
	return strings.Join(header, ",")
}

// number reads a value: a decimal number, NaN, Inf or -Inf.
func number(text string) (float64, bool) {
	switch text {
	case "NaN":
		return math.NaN(), true
	case "Inf", "+Inf":
		return math.Inf(1), true
	case "-Inf":
		return math.Inf(-1), true
	default:
		return decimal(text)
	}
}

// decimal reads a finite decimal number. What else strconv takes for one, such as 0x1p-2, is refused.
func decimal(text string) (float64, bool) {
	if strings.Trim(text, "+-.0123456789eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}

// format writes a value the way number reads it, as short as it can be without loss.
func format(v float64) string {
	if size := math.Abs(v); size != 0 && (size < 1e-6 || size >= 1e15) && !math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strings.TrimPrefix(strconv.FormatFloat(v, 'f', -1, 64), "+")
}
