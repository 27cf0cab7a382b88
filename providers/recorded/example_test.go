package recorded_test

import (
	"context"
	"fmt"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/recorded"
	"github.com/serin-canary/serin/series"
)

func ExampleNew() {
	start := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	provider, err := recorded.New(recorded.Answer{
		Expr:   `queue_depth{version="2.7.0"}`,
		Series: []series.Labelled{{Series: series.Series{Start: start, Step: time.Minute, Values: []float64{3, 1, 2}}}},
	})
	if err != nil {
		panic(err)
	}
	query := providers.Query{Expr: `queue_depth{version="2.7.0"}`, Start: start, End: start.Add(4 * time.Minute), Step: time.Minute}
	answer, err := provider.Fetch(context.Background(), query)
	fmt.Println(answer[0].Values, err)

	query.Expr = `queue_depth{version="2.8.0"}`
	_, err = provider.Fetch(context.Background(), query)
	fmt.Println(err)
	// Output:
	// [3 1 2 NaN] <nil>
	// query rejected: never recorded: queue_depth{version="2.8.0"}; nearest recorded: queue_depth{version="2.7.0"}
}
