package e2e

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/prometheus"
	"github.com/serin-canary/serin/providers/providertest"
	"github.com/serin-canary/serin/series"

	server "github.com/serin-canary/serin/e2e/internal/prometheus"
)

// testTrouble puts a proxy before Prometheus that spoils its answers. Whatever it does, there is no answer, and the error
// says why.
func testTrouble(t *testing.T, tools server.Tools) {
	t.Parallel()
	start := time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC)
	samples := []series.Sample{{Time: start.Add(time.Minute), Value: 1}, {Time: start.Add(2 * time.Minute), Value: 2}}
	address := tools.Start(t, "{}",
		providertest.Metric{Name: "queue_depth", Series: []providertest.Series{{Samples: samples}}},
		providertest.Metric{Name: "workers", Series: []providertest.Series{
			{Labels: map[string]string{"zone": "a"}, Samples: samples},
			{Labels: map[string]string{"zone": "b"}, Samples: samples},
		}})
	for _, c := range []struct {
		name  string
		spoil func(*http.Response) error
		want  error // nil: an answer
		says  string
	}{
		{"none", func(*http.Response) error { return nil }, nil, ""},
		{"a bad gateway", func(r *http.Response) error {
			r.StatusCode = http.StatusBadGateway
			return replace(r, "text/html", "<html>upstream failed</html>")
		}, providers.ErrUnavailable, "answers with status 502 Bad Gateway: <html>upstream failed</html>"},
		{"half an answer", func(r *http.Response) error {
			r.Body = io.NopCloser(io.LimitReader(r.Body, 70))
			return nil
		}, providers.ErrUnavailable, "the answer broke off after 70 bytes: unexpected EOF"},
		{"a slow body", func(r *http.Response) error {
			r.Body = io.NopCloser(io.MultiReader(io.LimitReader(r.Body, 70), never{r.Request.Context()}))
			return nil
		}, context.DeadlineExceeded, "no whole answer in time"},
		{"another content type", func(r *http.Response) error {
			return replace(r, "text/html; charset=utf-8", "<html>Please sign in</html>")
		}, providers.ErrUnavailable, "answers with text/html; charset=utf-8 in place of JSON"},
		{"a warning", func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			warned := strings.TrimSuffix(string(body), "}") + `,"warnings":["store-1 did not answer"]}`
			return errors.Join(err, replace(r, "application/json", warned))
		}, providers.ErrUnavailable, "answers with a warning: store-1 did not answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			provider := connect(t, before(t, address, c.spoil))
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			q := providers.Query{Expr: "queue_depth", Start: start, End: start.Add(2 * time.Minute), Step: time.Minute}
			got, err := provider.Fetch(ctx, q)
			if c.want == nil {
				if err != nil || len(got) != 1 || got[0].Values[0] != 1 || got[0].Values[1] != 2 {
					t.Errorf("Fetch gives %v, %v; want the values 1 and 2", got, err)
				}
				return
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || got != nil {
				t.Errorf("Fetch gives %v and %v; want %v saying %q", got, err, c.want, c.says)
			}
		})
	}
	t.Run("rejected queries", func(t *testing.T) { testRejections(t, address, start) })
}

// testRejections asks what a real Prometheus rejects.
func testRejections(t *testing.T, address string, start time.Time) {
	provider, err := prometheus.New(prometheus.Config{Address: address, MaxPoints: 20_000}) // more than the server's
	if err != nil {
		t.Fatal(err)
	}
	for expr, says := range map[string]string{
		"rate(queue_depth":            "1:17: parse error: unclosed left parenthesis: rate(queue_depth",
		"queue_depth[5m]":             `invalid expression type "range vector" for range query`,
		"queue_depth / on () workers": "many-to-many matching not allowed",
		"vector(1)":                   "exceeded maximum resolution of 11,000 points",
	} {
		q := providers.Query{Expr: expr, Start: start, End: start.Add(2 * time.Minute), Step: time.Minute}
		if expr == "vector(1)" {
			q.End = start.Add(12_000 * time.Minute)
		}
		if _, err := provider.Fetch(t.Context(), q); !errors.Is(err, providers.ErrQuery) || !strings.Contains(err.Error(), says) {
			t.Errorf("Fetch(%s) gives %v, want %v saying %q", expr, err, providers.ErrQuery, says)
		}
	}
	// The same window is answered in parts when the limit is the server's.
	q := providers.Query{Expr: "vector(1)", Start: start, End: start.Add(12_000 * time.Minute), Step: time.Minute}
	if got := fetch(t.Context(), t, connect(t, address), q); len(got) != 1 || len(got[0].Present()) != 12_000 {
		t.Errorf("Fetch(%s) gives %d series, want one with 12000 values", q.Expr, len(got))
	}
}

// before starts a proxy before a server, and returns its address.
func before(t *testing.T, address string, spoil func(*http.Response) error) string {
	t.Helper()
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Set("Accept-Encoding", "identity") // so that bodies can be spoilt
		},
		ModifyResponse: spoil,
		FlushInterval:  -1,
	})
	t.Cleanup(proxy.Close)
	return proxy.URL
}

// replace gives an answer another body.
func replace(r *http.Response, kind, body string) error {
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	r.Body = io.NopCloser(bytes.NewReader([]byte(body)))
	return nil
}

// never is a body of which nothing comes.
type never struct{ context.Context }

func (n never) Read([]byte) (int, error) {
	<-n.Done()
	return 0, n.Err()
}
