package collection

import (
	"testing"
	"testing/fstest"

	"github.com/serin-canary/serin/judge"
)

// A collection is read or refused, and what is read can be judged.
func FuzzManifest(f *testing.F) {
	files := three()
	for _, name := range []string{"pairs/together.json", "pairs/apart.json", "deployments/whole.json"} {
		f.Add(files["manifest.json"], files[name])
	}
	f.Add(`{"format":1,"pairs":[{"id":"a","file":"pairs/together.json","step_seconds":1e-3}]}`, `{"baseline":{"timestamps":[-1e11,1e11],"values":[1,1e308]}}`)
	f.Fuzz(func(t *testing.T, manifest, series string) {
		r := reader{fsys: fstest.MapFS{
			"manifest.json": {Data: []byte(manifest)}, "pairs/together.json": {Data: []byte(series)},
			"pairs/apart.json": {Data: []byte(series)}, "deployments/whole.json": {Data: []byte(series)},
		}}
		c := r.manifest()
		if r.err("") != nil {
			return
		}
		for _, one := range c.Cases {
			if _, err := judge.Decide(one.Plan, one.Observed); err != nil {
				t.Fatalf("%s: %v", one.ID, err)
			}
		}
	})
}
