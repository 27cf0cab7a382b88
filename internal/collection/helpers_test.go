package collection

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// folder writes files into a folder of the test.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// compressed returns the files as .gz files.
func compressed(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, text := range files {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		all[name+".gz"] = b.String()
	}
	return all
}

func open(t *testing.T, files map[string]string) Collection {
	t.Helper()
	c, err := Open(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// three is a collection with a pair of each design of times and a deployment.
func three() map[string]string {
	return map[string]string{
		"manifest.json": `{"format":1,
"pairs":[
{"id":"together","file":"pairs/together.json","source":"shop","entity":"a","metric":"p99","kind":"latency","unit":"ms","step_seconds":60,"bad_direction":"up","label":"same","design":"concurrent","size_class":"small","why":"said by hand"},
{"id":"apart","file":"pairs/apart.json","source":"shop","entity":"b","metric":"hits","kind":"traffic","unit":"1/s","step_seconds":300,"bad_direction":null,"label":"regressed","design":"alternate-hours","affected_fraction":0.3}
],
"deployments":[
{"id":"whole","file":"deployments/whole.json","source":"shop","entity":"c","step_seconds":null,"label":"regressed","design":"request-split"}
]}
`,
		"pairs/together.json": `{"id":"together","metric":"p99","baseline":{"start":600,"step":60,"values":[1,2,null,4]},"canary":{"start":600,"step":60,"values":[5,6,7,8]}}`,
		"pairs/apart.json": `{"baseline":{"timestamps":[0,300,300,7200,7600],"values":[1,2,3,4,5]},
"canary":{"timestamps":[3600,3900],"values":[6,null]}}`,
		"deployments/whole.json": `{"id":"whole","metrics":[
{"metric":"time","kind":"latency","bad_direction":"up","baseline":{"start":0,"step":1,"values":[1,2,3]},"canary":{"start":0,"step":1,"values":[4,5,6]}},
{"metric":"time","kind":"errors","bad_direction":"down","baseline":{"start":1,"step":1,"values":[7,8]},"canary":{"start":0,"step":1,"values":[9]}}
]}`,
	}
}

func readSpec(t *testing.T, text string) *serinv1.Spec {
	t.Helper()
	s, mistakes := spec.Read([]byte(text), spec.Inline)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return s
}
