package spec_test

import (
	"fmt"

	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func ExampleRead() {
	_, mistakes := spec.Read([]byte(`name: checkout
provider: http://prometheus:9090
metrics:
  - name: errors
    wieght: 2
    preset: errors
    ratio: {events: 'errors{version="${version}"}', total: 'requests'}
`), spec.FromProvider)
	fmt.Println(mistakes.In("checkout.yaml"))
	// Output:
	// checkout.yaml:2:1: provider: provider is a name from the server's configuration, not an address; put "http://prometheus:9090" there under a name, and write the name here
	// checkout.yaml:5:5: metrics[0].wieght: unknown field "wieght"; did you mean "weight"?
	// checkout.yaml:7:13: metrics[0].ratio.events: unknown variable ${version}; list it under variables, or write $${ for the two characters themselves
}

func ExampleDecode() {
	recording := &serinv1.Recording{}
	positions, mistakes := spec.Decode([]byte("format: 1\nwindow:\n  start: 2026-01-31T09:30:00Z\n"), recording)
	fmt.Println(recording.GetFormat(), recording.GetWindow().GetStart().AsTime(), mistakes.Err())
	fmt.Println(positions.Find("window.start"), positions.Find("window.end"))
	// Output:
	// 1 2026-01-31 09:30:00 +0000 UTC <nil>
	// {3 3} {2 1}
}

func ExampleExpand() {
	variables := map[string]string{"version": "1.42.0", "step": "60s"}
	fmt.Println(spec.Expand(`rate(errors{version="${version}"}[${step}])`, variables))
	fmt.Println(spec.Expand(`rate(errors{pod=~"web-${version}-.+$"}[${step}])`, variables))
	fmt.Println(spec.Expand(`errors{version=${version}}`, map[string]string{"version": `1"} or vector(0)`}))
	// Output:
	// rate(errors{version="1.42.0"}[60s]) <nil>
	// rate(errors{pod=~"web-1\\.42\\.0-.+$"}[60s]) <nil>
	//  value "1\"} or vector(0)" of ${version} stands outside of quotes, where only letters, digits and _ . : / - are safe; put the placeholder in quotes
}
