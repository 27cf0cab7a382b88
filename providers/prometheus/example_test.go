package prometheus_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/prometheus"
)

func ExampleNew() {
	// Stands for a Prometheus, so that the example runs anywhere.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"matrix","result":[
			{"metric":{"region":"eu-west"},"values":[[1767607260,"3"],[1767607380,"2"]]}]}}`)
	}))
	defer server.Close()

	provider, err := prometheus.New(prometheus.Config{Address: server.URL})
	if err != nil {
		panic(err)
	}
	start := time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC)
	answer, err := provider.Fetch(context.Background(), providers.Query{
		Expr:  `sum by (region) (queue_depth{version="2.8.0"})`,
		Start: start, End: start.Add(4 * time.Minute), Step: time.Minute,
	})
	for _, s := range answer {
		fmt.Println(s.Labels["region"], s.Values, err)
	}
	// Output: eu-west [3 NaN 2 NaN] <nil>
}
