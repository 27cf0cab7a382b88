package prometheus

import (
	"bufio"
	"context"
	"io"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// noon is the start of the window of the recorded replies.
func noon() time.Time { return time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC) }

// tenMinutes asks for the window of the recorded replies.
func tenMinutes(expr string) providers.Query {
	return providers.Query{Expr: expr, Start: noon(), End: noon().Add(10 * time.Minute), Step: time.Minute}
}

// lastMinute asks for the end of that window.
func lastMinute(expr string) providers.Query {
	q := tenMinutes(expr)
	q.Start = q.End.Add(-q.Step)
	return q
}

// serve starts a server for the test, and returns a provider that reads from it.
func serve(t *testing.T, handler http.HandlerFunc, change ...func(*Config)) *Provider {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	config := Config{Address: server.URL}
	for _, c := range change {
		c(&config)
	}
	return must(t, config)
}

func must(t *testing.T, config Config) *Provider {
	t.Helper()
	p, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// replay answers every request with a recorded reply.
func replay(t *testing.T, file string) http.HandlerFunc {
	t.Helper()
	recorded, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = recorded.Close() }()
	response, err := http.ReadResponse(bufio.NewReader(recorded), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), response.Header)
		w.WriteHeader(response.StatusCode)
		_, _ = w.Write(body)
	}
}

// say answers every request with JSON.
func say(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}
}

func fetch(t *testing.T, p *Provider, q providers.Query) []series.Labelled {
	t.Helper()
	answer, err := p.Fetch(context.Background(), q)
	if err != nil {
		t.Fatalf("Fetch(%s): %v", q.Expr, err)
	}
	return answer
}

// labelled returns a series of minutes that begins at noon, or later.
func labelled(start time.Time, labels map[string]string, values ...float64) series.Labelled {
	return series.Labelled{Labels: labels, Series: series.Series{Start: start, Step: time.Minute, Values: values}}
}

func gap() float64 { return math.NaN() }
