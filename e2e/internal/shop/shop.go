// Package shop is a toy service with several versions, whose metrics a real Prometheus can scrape.
package shop

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A Version is one version of the service.
type Version struct {
	Name     string
	Requests float64       // per second
	Errors   float64       // share of the requests
	Latency  time.Duration // mean
}

// A Shop answers /metrics?version=NAME with the metrics of a version in the text format of Prometheus. Its requests come
// evenly: versions that are alike have the same numbers.
type Shop struct {
	opened   time.Time
	mu       sync.Mutex
	versions map[string]Version
}

// Open returns a shop that takes requests from now on.
func Open(versions ...Version) *Shop {
	s := &Shop{opened: time.Now(), versions: map[string]Version{}}
	for _, v := range versions {
		s.versions[v.Name] = v
	}
	return s
}

// Silence makes a version answer no more.
func (s *Shop) Silence(version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.versions, version)
}

func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	version, ok := s.versions[r.FormValue("version")]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	_, _ = w.Write(version.metrics(time.Since(s.opened).Seconds()))
}

// metrics writes what has happened in the seconds since the shop was opened.
func (v Version) metrics(seconds float64) []byte {
	bounds := []float64{0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, math.Inf(1)}
	counts := make([]int, len(bounds))
	requests, errors, sum := int(v.Requests*seconds), 0, 0.0
	for i := range requests {
		if spread(i, math.Sqrt2) < v.Errors {
			errors++
		}
		latency := -v.Latency.Seconds() * math.Log(1-spread(i, math.Phi))
		sum += latency
		for b, bound := range bounds {
			if latency <= bound {
				counts[b]++
			}
		}
	}
	var text bytes.Buffer
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&text, format+"\n", args...) }
	line("# TYPE shop_requests_total counter")
	line(`shop_requests_total{code="200"} %d`, requests-errors)
	line(`shop_requests_total{code="500"} %d`, errors)
	line("# TYPE shop_queue_length gauge")
	line("shop_queue_length %g", 20+10*spread(int(seconds), math.Phi))
	line("# TYPE shop_request_duration_seconds histogram")
	for b, bound := range bounds {
		line(`shop_request_duration_seconds_bucket{le="%s"} %d`, le(bound), counts[b])
	}
	line("shop_request_duration_seconds_sum %g", sum)
	line("shop_request_duration_seconds_count %d", requests)
	return text.Bytes()
}

// spread returns number i of a sequence that fills 0 to 1 evenly, in no order that one would see.
func spread(i int, irrational float64) float64 {
	_, fraction := math.Modf(float64(i+1) * irrational)
	return fraction
}

func le(bound float64) string {
	if math.IsInf(bound, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(bound, 'g', -1, 64)
}
