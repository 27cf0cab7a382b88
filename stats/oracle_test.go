package stats

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// number is a float64 that may also be written "NaN", "Inf" or "-Inf".
type number float64

func (n *number) UnmarshalJSON(data []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	*n = number(v)
	return err
}

// sample is a list of numbers, or a recipe for many.
type sample []float64

func (s *sample) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		var list []number
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		*s = make(sample, len(list))
		for i, v := range list {
			(*s)[i] = float64(v)
		}
		return nil
	}
	var r struct {
		LCG struct {
			Seed uint64
			N    int
			Kind string
			P    []float64
		}
		Check struct{ First, Second, Last float64 }
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	*s = make(sample, r.LCG.N)
	state := lcg(r.LCG.Seed)
	for i := range *s {
		(*s)[i] = state.draw(r.LCG.Kind, r.LCG.P)
	}
	if n := len(*s); (*s)[0] != r.Check.First || (*s)[n-1] != r.Check.Last || n > 1 && (*s)[1] != r.Check.Second {
		return fmt.Errorf("recipe %+v gives %v … %v", r, (*s)[0], (*s)[n-1])
	}
	return nil
}

// lcg is the linear congruential generator of the recipes.
type lcg uint64

func (g *lcg) uniform() float64 {
	*g = *g*6364136223846793005 + 1442695040888963407
	return float64(*g>>11) * 0x1p-53
}

func (g *lcg) draw(kind string, p []float64) float64 {
	switch kind {
	case "irwin_hall":
		z := 0.0
		for range 12 {
			z += g.uniform()
		}
		return p[0] + float64(p[1]*(z-6))
	case "mixture":
		if u, w := g.uniform(), g.uniform(); u >= p[0] {
			return p[2] + float64(p[3]*w)
		}
		return p[1]
	}
	u := g.uniform()
	switch kind {
	case "uniform":
		return p[0] + float64(p[1]*u)
	case "lattice":
		return p[0] + float64(p[1]*math.Floor(float64(u*p[2])))
	case "pareto":
		return p[0] + p[1]/(1-u)
	case "square":
		return p[0] + float64(p[1]*float64(u*u))
	}
	panic("unknown kind " + kind)
}

// oracle runs the cases of one file and counts the comparisons.
type oracle struct {
	cases    int
	compared int
	failed   bool
	skipped  map[string]int // by reason
}

// oracleCase is one case: fields of expected are looked up by dotted path.
type oracleCase struct {
	t      *testing.T
	o      *oracle
	Name   string
	Input  json.RawMessage
	fields map[string]any // number, []number or string by dotted path, until compared or skipped

	Expected  json.RawMessage
	RTol      float64
	ATol      float64
	FieldRTol map[string]float64 `json:"field_rtol"`
	FieldATol map[string]float64 `json:"field_atol"`
}

// runOracle hands every case of a topic to run as a subtest. Afterwards every field must have been compared, or skipped
// with a reason; least is the number of comparisons below which the test fails. docs/numbers.md shows the counts.
func runOracle(t *testing.T, topic string, least int, run func(c *oracleCase)) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "oracle", topic+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []*oracleCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	o := &oracle{cases: len(file.Cases), skipped: map[string]int{}}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			c.t, c.o, c.fields = t, o, map[string]any{}
			var expected any
			if err := json.Unmarshal(c.Expected, &expected); err != nil {
				t.Fatal(err)
			}
			c.flatten("", expected)
			run(c)
			for field := range c.fields {
				t.Errorf("expected field %q was neither compared nor skipped", field)
			}
		})
	}
	t.Logf("%s: %d cases, %d comparisons", topic, len(file.Cases), o.compared)
	for reason, n := range o.skipped {
		t.Logf("%s: %d values skipped: %s", topic, n, reason)
	}
	if o.compared < least {
		t.Errorf("%s: %d comparisons, want at least %d", topic, o.compared, least)
	}
	o.failed = t.Failed()
	checkNumbers(t, topic, o)
}

func (c *oracleCase) flatten(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			c.flatten(strings.TrimPrefix(path+"."+key, "."), inner)
		}
	case bool:
		c.fields[path] = []float64{map[bool]float64{true: 1}[v]}
	case []any:
		list := []float64{}
		for _, inner := range v {
			if row, ok := inner.([]any); ok { // a table is compared row after row
				for _, cell := range row {
					list = append(list, scalar(cell))
				}
				continue
			}
			list = append(list, scalar(inner))
		}
		c.fields[path] = list
	default:
		c.fields[path] = []float64{scalar(v)}
	}
}

func scalar(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return math.NaN() // a description of an error
		}
		return f
	}
	panic(fmt.Sprintf("unexpected %T in oracle", v))
}

// decode reads the input of the case.
func (c *oracleCase) decode(input any) {
	c.t.Helper()
	if err := json.Unmarshal(c.Input, input); err != nil {
		c.t.Fatal(err)
	}
}

// has says whether the case has a value for the field that was neither compared nor skipped.
func (c *oracleCase) has(field string) bool { return c.fields[field] != nil }

// equal compares all values of a field, if the case has it.
func (c *oracleCase) equal(field string, got ...float64) {
	c.t.Helper()
	want, ok := c.fields[field].([]float64)
	if !ok {
		return
	}
	delete(c.fields, field)
	if len(got) != len(want) {
		c.t.Errorf("%s: got %d values, want %d", field, len(got), len(want))
		return
	}
	rtol, atol := tolerance(c.FieldRTol, field, c.RTol), tolerance(c.FieldATol, field, c.ATol)
	for i := range got {
		c.o.compared++
		if !near(got[i], want[i], rtol, atol) {
			c.t.Errorf("%s: got %v, want %v, off by %.2g, tolerance %g·|want| + %g; input %s",
				field, got[i], want[i], got[i]-want[i], rtol, atol, shortened(c.Input))
		}
	}
}

// equalWithin is equal with more absolute tolerance than the case asks for.
func (c *oracleCase) equalWithin(field string, got, atol float64) {
	c.t.Helper()
	if c.FieldATol == nil {
		c.FieldATol = map[string]float64{}
	}
	c.FieldATol[field] = max(atol, tolerance(c.FieldATol, field, c.ATol))
	c.equal(field, got)
}

// skip gives the reason why a field, or all fields with that prefix, are not compared.
func (c *oracleCase) skip(reason string, prefixes ...string) {
	for field := range c.fields {
		for _, prefix := range prefixes {
			if field == prefix || strings.HasPrefix(field, prefix+".") {
				c.o.skipped[reason]++
				delete(c.fields, field)
			}
		}
	}
}

// rest skips every field that is left.
func (c *oracleCase) rest(reason string) {
	c.o.skipped[reason] += len(c.fields)
	clear(c.fields)
}

// tolerance looks a field up by its longest prefix.
func tolerance(byField map[string]float64, field string, otherwise float64) float64 {
	for {
		if v, ok := byField[field]; ok {
			return v
		}
		i := strings.LastIndex(field, ".")
		if i < 0 {
			return otherwise
		}
		field = field[:i]
	}
}

// near is the one comparison of floating point results: infinities match themselves, NaN matches nothing.
func near(got, want, rtol, atol float64) bool {
	return got == want || math.Abs(got-want) <= atol+rtol*math.Abs(want)
}

func shortened(data []byte) string {
	if len(data) > 200 {
		return string(data[:200]) + "…"
	}
	return string(data)
}
