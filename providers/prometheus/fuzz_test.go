package prometheus

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"

	"github.com/serin-canary/serin/providers"
)

// A canned transport answers every request with the same bytes.
type canned struct {
	status int
	body   []byte
}

func (c canned) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: c.status,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(bytes.NewReader(c.body)),
		Request:    request,
	}, nil
}

// Whatever a server answers, it is series on the grid of the query, or an error of the contract.
func FuzzReply(f *testing.F) {
	replies, err := filepath.Glob("testdata/*/*.http")
	if err != nil || len(replies) == 0 {
		f.Fatalf("no recorded replies: %v", err)
	}
	for _, name := range replies {
		reply, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		_, body, _ := bytes.Cut(reply, []byte("\r\n\r\n"))
		for _, status := range []int{200, 400, 503} {
			f.Add(body, status, false)
			f.Add(body, status, true)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, status int, single bool) {
		q := tenMinutes("some_query")
		if single {
			q = lastMinute("some_query")
		}
		config := Config{Address: "http://127.0.0.1:1"}.withDefaults()
		address, _ := config.check()
		c := newClient(config, address)
		c.http.Transport = canned{status, body}
		p := &Provider{address: address.String(), api: v1.NewAPI(c), maxPoints: 7}
		got, err := p.Fetch(context.Background(), q)
		if err != nil {
			if got != nil || !utf8.ValidString(err.Error()) || !errors.Is(err, providers.ErrQuery) && !errors.Is(err, providers.ErrUnavailable) {
				t.Fatalf("Fetch gives %d series and %v", len(got), err)
			}
			return
		}
		for _, s := range got {
			if !s.Start.Equal(q.Start) || s.Step != q.Step || s.Time(len(s.Values)-1) != q.End {
				t.Fatalf("Fetch gives a series on another grid: %v", s)
			}
			for name, value := range s.Labels {
				if !utf8.ValidString(name + value) {
					t.Fatalf("Fetch gives the label %q=%q", name, value)
				}
			}
		}
	})
}
