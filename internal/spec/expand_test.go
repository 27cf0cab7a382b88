package spec

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExpand(t *testing.T) {
	for name, c := range map[string]struct{ template, value, want string }{
		"outside of quotes":             {`rate(a[${x}])`, "1m", `rate(a[1m])`},
		"a tag outside of quotes":       {`avg:cpu{host:${x}}`, "web-1.eu:80/a_b", `avg:cpu{host:web-1.eu:80/a_b}`},
		"double quotes":                 {`a{b="${x}"}`, "a\"b\\c'd`e\nf\rg", `a{b="a\"b\\c'd` + "`" + `e\nf\rg"}`},
		"single quotes":                 {`a{b='${x}'}`, "a\"b\\c'd\ne", `a{b='a"b\\c\'d\ne'}`},
		"backticks":                     {"a{b=`${x}`}", "a\"b\\c'd\ne", "a{b=`a\"b\\c'd\ne`}"},
		"pattern":                       {`a{b=~"v${x}.*"}`, "1.2+", `a{b=~"v1\\.2\\+.*"}`},
		"pattern that must not match":   {`a{b!~'${x}'}`, "1.2", `a{b!~'1\\.2'}`},
		"pattern in backticks":          {"a{b=~`${x}`}", "1.2", "a{b=~`1\\.2`}"},
		"pattern after blanks":          {"a{b=~ \t\n\"${x}\"}", "1.2", "a{b=~ \t\n\"1\\\\.2\"}"},
		"pattern after a comment":       {"a{b=~ # it's\n\"${x}\"}", "1.2", "a{b=~ # it's\n\"1\\\\.2\"}"},
		"second string of two":          {`a{b=~"c",d="${x}"}`, "1.2", `a{b=~"c",d="1.2"}`},
		"no pattern by itself":          {`a{b!="${x}", c="~"}`, "1.2", `a{b!="1.2", c="~"}`},
		"matcher in a string":           {`a{b="=~", c="${x}"}`, "1.2", `a{b="=~", c="1.2"}`},
		"escaped quote in the template": {`a{b="\"${x}"}`, `"`, `a{b="\"\""}`},
		"escaped backslash":             {`a{b="\\${x}"}`, `"`, `a{b="\\\""}`},
		"backslash in backticks":        {"a{b=`\\${x}`}", "c", "a{b=`\\c`}"},
		"other quotes in quotes":        {`a{b="'${x}'"}`, `'"`, `a{b="''\"'"}`},
		"empty in quotes":               {`a{b="${x}"}`, "", `a{b=""}`},
		"dollars of patterns":           {`a{b=~"c$|d$$",e="$x"}`, "", `a{b=~"c$|d$$",e="$x"}`},
		"braces that are meant":         {`a $${x} "$${"`, "", `a ${x} "${"`},
		"twice":                         {`${x} ${x}`, "1", `1 1`},
		"value that looks like one":     {`"${x}"`, "${y}", `"${y}"`},
		"letters of the world":          {`a{b="ä${x}"}`, "ü", `a{b="äü"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Expand(c.template, map[string]string{"x": c.value})
			if err != nil || got != c.want {
				t.Errorf("Expand(%q, x=%q) = %q, %v; want %q", c.template, c.value, got, err, c.want)
			}
		})
	}
}

func TestExpandErrors(t *testing.T) {
	for name, c := range map[string]struct{ template, value, want string }{
		"unknown variable":      {`${pod}`, "", `unknown variable ${pod}`},
		"misspelt variable":     {`${vversion} ${yy}`, "", "unknown variable ${vversion}; did you mean \"version\"?\nunknown variable ${yy}"},
		"never closed":          {`a{b="${x`, "", "${ is opened and never closed; write ${name}, or $${ for the two characters themselves"},
		"no name":               {`${}`, "", "${} does not name a variable: letters, digits and _ only; write $${ for the two characters themselves"},
		"default of a shell":    {`${x:-1}`, "", "${x:-1} does not name a variable: letters, digits and _ only; write $${ for the two characters themselves"},
		"line break in a name":  {"${a\nb}", "", "${a?b} does not name a variable: letters, digits and _ only; write $${ for the two characters themselves"},
		"after a backslash":     {`"\${x}"`, "n", `a backslash stands before ${x} and would take its first character; write \\ for a backslash`},
		"string without an end": {`a{b="${x}}`, "1", `a quote " is opened and never closed; close it, so that values can be escaped for it`},
		"blank outside":         {`a ${x}`, "b or c", `value "b or c" of ${x} stands outside of quotes, where only letters, digits and _ . : / - are safe; put the placeholder in quotes`},
		"nothing outside":       {`a ${x}`, "", `value "" of ${x} stands outside of quotes, where only letters, digits and _ . : / - are safe; put the placeholder in quotes`},
		"quote in a comment":    {"a # ${x}", "b\nc", `value "b\nc" of ${x} stands outside of quotes, where only letters, digits and _ . : / - are safe; put the placeholder in quotes`},
		"backtick in backticks": {"`${x}`", "a`b", "value \"a`b\" of ${x} has a backtick and stands in backticks; put the placeholder in double quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Expand(c.template, map[string]string{"x": c.value, "version": "1"})
			if got != "" || err == nil || err.Error() != c.want {
				t.Errorf("Expand(%q, x=%q) = %q, %v; want %q", c.template, c.value, got, err, c.want)
			}
		})
	}
}

func TestVariables(t *testing.T) {
	names, err := Variables(`a{b="${y}",c="${x}"}[${step}] "$${z}" ${y} $x`)
	if want := []string{"y", "x", "step"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("Variables = %v, %v; want %v", names, err, want)
	}
	if _, err := Variables("${"); err == nil {
		t.Error("Variables(${): no error")
	}
}

// FuzzExpand checks the laws of expansion: text outside of placeholders stays as it is; the end of a value is at the
// place where its placeholder stood, so that no value changes what the rest means; a value in quotes can be read back.
func FuzzExpand(f *testing.F) {
	for _, template := range []string{
		`a{b="${x}"}[${step}]`, `a{b=~'${x}$'} # ${x}`, "`${x}` $${x}", `"\"${x}\\" ${x}`, "a{b!~\t`${x}`}", `${x`, `"\${x}"`,
	} {
		for _, value := range []string{"1.2", `"`, `\`, "'", "`", "a\nb", "${x}", "$${", "", "(", "ä", "\xff"} {
			f.Add(template, value)
		}
	}
	f.Fuzz(func(t *testing.T, template, value string) {
		keepsTheRest(t, template)
		keepsThePlace(t, template, value)
		if utf8.ValidString(value) {
			canBeReadBack(t, value)
		}
	})
}

// keepsTheRest compares with a plain replacement, for a value that needs no escaping.
func keepsTheRest(t *testing.T, template string) {
	names, err := Variables(template)
	if err != nil {
		return
	}
	values := map[string]string{}
	for _, name := range names {
		values[name] = "v"
	}
	got, err := Expand(template, values)
	want := regexp.MustCompile(`\$\$\{|\$\{\w+\}`).ReplaceAllStringFunc(template, func(found string) string {
		if found == "$${" {
			return "${"
		}
		return "v"
	})
	if err != nil || got != want {
		t.Errorf("Expand(%q) = %q, %v; want %q", template, got, err, want)
	}
}

// keepsThePlace walks through the expanded query in step with the template.
func keepsThePlace(t *testing.T, template, value string) {
	pieces, problems := split(template)
	if len(problems) > 0 {
		return
	}
	var at place
	walk := func(text string) {
		for text != "" {
			text = text[at.advance(text):]
		}
	}
	for _, piece := range pieces {
		if !piece.variable {
			walk(piece.text)
			continue
		}
		if at != piece.place {
			t.Fatalf("%q with %q: place before ${%s} is %+v, in the template %+v", template, value, piece.text, at, piece.place)
		}
		text, err := at.escape(value)
		if err != nil {
			return
		}
		walk(text)
		if at.quote != piece.place.quote || at.escaped || at.quote != 0 && at != piece.place {
			t.Fatalf("%q with %q: place after ${%s} is %+v, before it %+v", template, value, piece.text, at, piece.place)
		}
	}
	if !at.closed() {
		t.Errorf("%q with %q ends within a string", template, value)
	}
}

// canBeReadBack takes the value out of quotes again, as a backend does.
func canBeReadBack(t *testing.T, value string) {
	for _, quote := range []string{`"`, `'`} {
		plain, err := Expand("a{b="+quote+"${x}"+quote+"}", map[string]string{"x": value})
		if got := unquote(plain[len("a{b="):len(plain)-1], quote); err != nil || got != value {
			t.Errorf("%q is read back as %q from %s, %v", value, got, plain, err)
		}
		pattern, err := Expand("a{b=~"+quote+"${x}"+quote+"}", map[string]string{"x": value})
		if err != nil {
			t.Errorf("pattern of %q: %v", value, err)
		}
		re := regexp.MustCompile("^(?s:" + unquote(pattern[len("a{b=~"):len(pattern)-1], quote) + ")$")
		if !re.MatchString(value) || re.MatchString(value+"x") || re.MatchString("x"+value) {
			t.Errorf("the pattern %v does not match %q alone", re, value)
		}
	}
}

// unquote reads a string with backslash escapes; it stops at a quote that is not escaped.
func unquote(text, quote string) string {
	var b strings.Builder
	for text = text[1:]; text != "" && !strings.HasPrefix(text, quote); {
		if text[0] == '\\' {
			switch text[1] {
			case 'n':
				b.WriteByte('\n')
			case 'r':
				b.WriteByte('\r')
			default:
				b.WriteByte(text[1])
			}
			text = text[2:]
			continue
		}
		b.WriteByte(text[0])
		text = text[1:]
	}
	return b.String()
}
