package kayenta_test

import (
	"fmt"

	"github.com/serin-canary/serin/judge/kayenta"
)

func ExampleJudge() {
	config := kayenta.DefaultConfig("latency", "errors")
	config.Metrics[1].Direction = kayenta.Increase
	result, err := kayenta.Judge(config, []kayenta.MetricPair{
		{
			Name:       "latency",
			Control:    []float64{101, 99, 103, 98, 100, 102, 97, 104, 100, 101},
			Experiment: []float64{131, 128, 135, 130, 127, 133, 129, 132, 130, 134},
		},
		{Name: "errors", Control: []float64{0, 1, 0, 2}, Experiment: []float64{0, 0, 1, 2}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Score, result.Classification)
	for _, m := range result.Metrics {
		fmt.Printf("%s: %v, ratio %.2f, %s\n", m.Name, m.Label, m.Ratio, m.Reason)
	}
	// Output:
	// 50 Fail
	// latency: High, ratio 1.30, latency is higher than in the control
	// errors: Pass, ratio 1.00, the experiment and the control have the same values
}
