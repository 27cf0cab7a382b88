package prometheus

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// A log keeps what was asked.
type log struct {
	mu       sync.Mutex
	requests []string
}

func (l *log) add(r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = r.ParseForm()
	l.requests = append(l.requests, r.Method+" "+r.URL.Path+" "+r.Form.Encode())
}

func TestWhatIsAsked(t *testing.T) {
	const empty = `{"status":"success","data":{"resultType":%q,"result":[]}}`
	for _, c := range []struct {
		name   string
		q      providers.Query
		points int
		want   []string
	}{
		{"a range without its start, looking back one step", tenMinutes("up"), 0, []string{
			"POST /prefix/api/v1/query_range end=1767607800&lookback_delta=1m0s&query=up&start=1767607260&step=60",
		}},
		{"one step", lastMinute("up"), 0, []string{
			"POST /prefix/api/v1/query lookback_delta=1m0s&query=up&time=1767607800",
		}},
		{"parts, the last of one step", tenMinutes("up"), 3, []string{
			"POST /prefix/api/v1/query_range end=1767607380&lookback_delta=1m0s&query=up&start=1767607260&step=60",
			"POST /prefix/api/v1/query_range end=1767607560&lookback_delta=1m0s&query=up&start=1767607440&step=60",
			"POST /prefix/api/v1/query_range end=1767607740&lookback_delta=1m0s&query=up&start=1767607620&step=60",
			"POST /prefix/api/v1/query lookback_delta=1m0s&query=up&time=1767607800",
		}},
		{"just as much as fits", tenMinutes("up"), 10, []string{
			"POST /prefix/api/v1/query_range end=1767607800&lookback_delta=1m0s&query=up&start=1767607260&step=60",
		}},
		{
			"milliseconds",
			providers.Query{Expr: "up", Start: noon().Add(250 * time.Millisecond), End: noon().Add(1250 * time.Millisecond), Step: 500 * time.Millisecond},
			0,
			[]string{"POST /prefix/api/v1/query_range end=1767607201.25&lookback_delta=500ms&query=up&start=1767607200.75&step=0.5"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var asked log
			p := serve(t, func(w http.ResponseWriter, r *http.Request) {
				asked.add(r)
				kind := "matrix"
				if strings.HasSuffix(r.URL.Path, "/query") {
					kind = "vector"
				}
				say(fmt.Sprintf(empty, kind))(w, r)
			}, func(config *Config) {
				config.Address += "/prefix/"
				config.MaxPoints = c.points
			})
			fetch(t, p, c.q)
			if !slices.Equal(asked.requests, c.want) {
				t.Errorf("Fetch asks\n%s\nwant\n%s", strings.Join(asked.requests, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// A server, or what stands before it, that takes no POST is asked with GET.
func TestGetWherePostIsRefused(t *testing.T) {
	p := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		replay(t, "prometheus-3.15/matrix.http")(w, r)
	})
	if got := fetch(t, p, tenMinutes("queue_depth")); len(got) != 2 {
		t.Errorf("Fetch gives %d series, want 2", len(got))
	}
}

// The parts of a window are one answer: a series may be in all of them, or in some.
func TestPartsAreJoined(t *testing.T) {
	answers := map[string]string{
		"1767607260": `{"metric":{"pod":"a"},"values":[[1767607260,"1"],[1767607320,"2"]]},{"metric":{"pod":"c"},"values":[[1767607320,"9"]]}`,
		"1767607380": `{"metric":{"pod":"b"},"values":[[1767607440,"7"]]},{"metric":{"pod":"a"},"values":[[1767607380,"3"],[1767607440,"4"]]}`,
	}
	p := serve(t, func(w http.ResponseWriter, r *http.Request) {
		say(`{"status":"success","data":{"resultType":"matrix","result":[`+answers[r.FormValue("start")]+`]}}`)(w, r)
	}, func(config *Config) { config.MaxPoints = 2 })
	q := tenMinutes("up")
	q.End = q.Start.Add(4 * time.Minute)
	pod := func(name string) map[string]string { return map[string]string{"pod": name} }
	want := []series.Labelled{
		labelled(noon(), pod("a"), 1, 2, 3, 4),
		labelled(noon(), pod("b"), gap(), gap(), gap(), 7),
		labelled(noon(), pod("c"), gap(), 9, gap(), gap()),
	}
	if d := cmp.Diff(want, fetch(t, p, q), cmpopts.EquateNaNs()); d != "" {
		t.Error(d)
	}
}

func TestWindowsThatPrometheusCannotEvaluate(t *testing.T) {
	p := must(t, Config{Address: "http://127.0.0.1:1"}) // is not asked
	for _, c := range []struct {
		name   string
		change func(*providers.Query)
		want   error
		says   string
	}{
		{"an empty window", func(q *providers.Query) { q.End = q.Start }, providers.ErrQuery, "is empty"},
		{"a start between milliseconds", func(q *providers.Query) {
			q.Start, q.End = q.Start.Add(1500), q.End.Add(1500)
		}, providers.ErrUnavailable, "starts at 2026-01-05T10:00:00.0000015Z, between two milliseconds"},
		{"a step below a millisecond", func(q *providers.Query) {
			q.Step, q.End = time.Microsecond, q.Start.Add(time.Millisecond)
		}, providers.ErrUnavailable, "a step of 1µs; Prometheus takes whole seconds"},
		{"a step of one and a half seconds", func(q *providers.Query) { q.Step = 1500 * time.Millisecond }, providers.ErrUnavailable, "a step of 1.5s"},
		{"millennia", func(q *providers.Query) { q.End = q.Start.AddDate(100, 0, 0) }, providers.ErrQuery, "at most 1048576 are answered"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := tenMinutes("up")
			c.change(&q)
			got, err := p.Fetch(context.Background(), q)
			if !errors.Is(err, c.want) || got != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Fetch gives %v and %q, want nothing and %q saying %q", got, err, c.want, c.says)
			}
		})
	}
}

// A short answer of many series would be a large one once its gaps are filled in.
func TestTooManySeries(t *testing.T) {
	body := strings.Builder{}
	body.WriteString(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[]}`)
	for i := range 40 {
		_, _ = fmt.Fprintf(&body, `,{"metric":{"pod":"%d"},"values":[]}`, i)
	}
	body.WriteString(`]}}`)
	q := tenMinutes("up")
	q.Step, q.End = time.Second, q.Start.Add(maxSteps*time.Second)
	p := serve(t, say(body.String()), func(config *Config) { config.MaxPoints = maxSteps })
	_, err := p.Fetch(context.Background(), q)
	if !errors.Is(err, providers.ErrTooManySeries) || !strings.Contains(err.Error(), "more than 32 of 1048576 steps") {
		t.Errorf("Fetch gives %v, want %v", err, providers.ErrTooManySeries)
	}
}

// When the context ends, its error is the answer, wherever the server stands then.
func TestTheEndOfTheContext(t *testing.T) {
	for name, handler := range map[string]func(w http.ResponseWriter){
		"before an answer": func(http.ResponseWriter) {},
		"within an answer": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"status":"success","data":{"res`))
			w.(http.Flusher).Flush()
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := serve(t, func(w http.ResponseWriter, r *http.Request) {
				handler(w)
				_ = r.ParseForm() // else the server does not see that the caller has gone
				<-r.Context().Done()
			})
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			_, err := p.Fetch(ctx, tenMinutes("up"))
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Fetch gives %v, want %v", err, context.DeadlineExceeded)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(`{"status":"success","data":`))
	}))
	defer broken.Close()
	encrypted := httptest.NewTLSServer(http.NotFoundHandler())
	defer encrypted.Close()
	for _, c := range []struct{ name, address, says string }{
		{"nobody listens", closed.URL, "cannot be reached: dial tcp"},
		{"half an answer", broken.URL, "the answer broke off after 27 bytes: unexpected EOF"},
		{"an unknown authority", encrypted.URL, "certificate signed by unknown authority; check the address"},
		{"no encryption", strings.Replace(broken.URL, "http:", "https:", 1), "server gave HTTP response to HTTPS client"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := must(t, Config{Address: c.address}).Fetch(context.Background(), tenMinutes("up"))
			if !errors.Is(err, providers.ErrUnavailable) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Fetch gives %v, want %v saying %q", err, providers.ErrUnavailable, c.says)
			}
			if address, _ := url.Parse(c.address); !strings.Contains(err.Error(), address.Host) {
				t.Errorf("Fetch gives %v, which does not say where", err)
			}
		})
	}
}
