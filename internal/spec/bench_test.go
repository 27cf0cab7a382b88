package spec

import (
	"os"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile("testdata/design.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, mistakes := Read(text, FromProvider); mistakes != nil {
			b.Fatal(mistakes)
		}
	}
}

func BenchmarkExpand(b *testing.B) {
	const template = `sum by (region) (increase(requests_total{app="checkout",version=~"${version}",code=~"5.."}[${step}]))`
	variables := map[string]string{"version": "1.42.0", "step": "60s"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Expand(template, variables); err != nil {
			b.Fatal(err)
		}
	}
}
