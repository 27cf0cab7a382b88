// Package metrics is a monitoring backend whose values are known beforehand: however often and whenever it is asked, it answers
// the same. It speaks as much of Prometheus's API as serin does.
package metrics

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Backend answers queries such as latency{version="good"}. The versions are
//
//	slow            a third slower than it should be
//	slow after T    so after the time T, in seconds since 1970
//	sluggish        an eighth slower
//	any other       as it should be
type Backend struct {
	URL   string
	delay time.Duration

	mu      sync.Mutex
	asking  map[string]int // queries that are being answered, by who asks
	answers int
}

// Start starts a backend that takes some time for each answer.
func Start(t testing.TB, delay time.Duration) *Backend {
	t.Helper()
	b := &Backend{delay: delay, asking: map[string]int{}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	b.URL = server.URL
	return b
}

// For returns the address for somebody whose queries are to be told from those of others.
func (b *Backend) For(who string) string { return b.URL + "/" + who }

// IsAsking reports whether queries of somebody are being answered.
func (b *Backend) IsAsking(who string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asking[who] > 0
}

// Answers returns how many queries were answered.
func (b *Backend) Answers() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.answers
}

func (b *Backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	who, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	b.count(who, 1)
	defer b.count(who, -1)
	q, err := read(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	select {
	case <-r.Context().Done():
		return
	case <-time.After(b.delay):
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"status": "success", "data": map[string]any{
		"resultType": "matrix", "result": []any{map[string]any{"metric": map[string]string{}, "values": q.values()}},
	}})
}

func (b *Backend) count(who string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asking[who] += n
	if n < 0 {
		b.answers++
	}
}

// A query asks for a metric of a version at each second of a grid.
type query struct {
	metric, version  string
	start, end, step int64
}

var selector = regexp.MustCompile(`^(\w+)\{version="([\w ]+)"\}$`)

func read(r *http.Request) (query, error) {
	parts := selector.FindStringSubmatch(r.FormValue("query"))
	if !strings.HasSuffix(r.URL.Path, "/api/v1/query_range") || parts == nil {
		return query{}, fmt.Errorf("%s?query=%s is not known here", r.URL.Path, r.FormValue("query"))
	}
	q := query{metric: parts[1], version: parts[2]}
	for name, value := range map[string]*int64{"start": &q.start, "end": &q.end, "step": &q.step} {
		seconds, err := strconv.ParseFloat(r.FormValue(name), 64)
		if err != nil {
			return query{}, fmt.Errorf("%s: %w", name, err)
		}
		*value = int64(seconds)
	}
	return q, nil
}

// values returns pairs of a time and a value, which is text.
func (q query) values() (values [][2]any) {
	for at := q.start; at <= q.end; at += q.step {
		values = append(values, [2]any{at, strconv.FormatFloat(q.value(at), 'g', -1, 64)})
	}
	return values
}

// value is what a version had at a time: 100, give or take a little.
func (q query) value(at int64) float64 {
	name := fnv.New64a()
	_, _ = fmt.Fprint(name, q.metric, " ", q.version)
	spread := rand.New(rand.NewPCG(name.Sum64(), uint64(at))).Float64() - 0.5
	version, after, turns := strings.Cut(q.version, " after ")
	if since, err := strconv.ParseInt(after, 10, 64); turns && err == nil && at <= since {
		version = "good"
	}
	switch version {
	case "slow":
		return 133 + 10*spread
	case "sluggish":
		return 112 + 10*spread
	default:
		return 100 + 10*spread
	}
}
