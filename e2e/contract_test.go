package e2e

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/providertest"

	server "github.com/serin-canary/serin/e2e/internal/prometheus"
)

// testContract runs the conformance suite, its data in blocks of Prometheus.
func testContract(t *testing.T, tools server.Tools) {
	t.Parallel()
	providertest.Run(t, func(t *testing.T, data providertest.Data) providers.Provider {
		return connect(t, tools.Start(t, "{}", data.Metrics...))
	},
		providertest.Rejecting("serin_plain{", "unexpected end of input inside braces"),
		providertest.Unavailable(func(t *testing.T) providers.Provider {
			return connect(t, "http://"+nobody(t))
		}),
		providertest.Hanging(func(t *testing.T) providers.Provider {
			hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_ = r.ParseForm() // else the server does not see that the caller has gone
				<-r.Context().Done()
			}))
			t.Cleanup(hanging.Close)
			return connect(t, hanging.URL)
		}))
}

// nobody returns an address where nobody listens.
func nobody(t testing.TB) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
