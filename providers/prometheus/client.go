package prometheus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/serin-canary/serin/providers"
)

// A client sends requests of the API, and brings back only what is an answer of the API, and a whole one.
type client struct {
	address  *url.URL
	http     *http.Client
	header   http.Header // sent with every request
	maxBytes int64       // of an answer
}

func newClient(config Config, address *url.URL) *client {
	return &client{
		address:  address,
		header:   headerOf(config),
		maxBytes: config.MaxResponseBytes,
		http: &http.Client{
			Transport: &http.Transport{
				DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
				TLSClientConfig:     config.TLS.Clone(),
				TLSHandshakeTimeout: 10 * time.Second,
				ForceAttemptHTTP2:   true,
				MaxIdleConnsPerHost: 16, // as many as the queries of an analysis that run at once
				IdleConnTimeout:     90 * time.Second,
			},
			// Credentials are for the server that was named, and a redirected POST arrives without its query.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// headerOf returns the header that is sent with every request.
func headerOf(config Config) http.Header {
	header := http.Header{"User-Agent": {"serin"}}
	for name, value := range config.Headers {
		header.Set(name, string(value))
	}
	switch request := (http.Request{Header: header}); {
	case config.BearerToken != "":
		header.Set("Authorization", "Bearer "+string(config.BearerToken))
	case config.User != "":
		request.SetBasicAuth(config.User, string(config.Password))
	}
	return header
}

// URL returns the address of an endpoint.
func (c *client) URL(endpoint string, _ map[string]string) *url.URL {
	return c.address.JoinPath(endpoint)
}

// Do sends a request. An answer that is not one of the API to a query is an error, already as the caller shall see it.
func (c *client) Do(ctx context.Context, request *http.Request) (*http.Response, []byte, error) {
	maps.Copy(request.Header, c.header)
	response, err := c.http.Do(request.WithContext(ctx)) //nolint:gosec // the address is the operator's, never the caller's
	if err != nil {
		return nil, nil, c.unreachable(ctx, err)
	}
	defer func() { _ = response.Body.Close() }() // all of it was read, or will not be
	body, err := io.ReadAll(io.LimitReader(response.Body, c.maxBytes+1))
	switch {
	case err != nil && ctx.Err() != nil:
		return response, nil, fmt.Errorf("%s: no whole answer in time: %w", c.address, ctx.Err())
	case response.StatusCode != http.StatusOK:
		return response, nil, c.refused(response, body)
	case err != nil:
		return response, nil, fmt.Errorf("%w: %s: the answer broke off after %d bytes: %w",
			providers.ErrUnavailable, c.address, len(body), err)
	case int64(len(body)) > c.maxBytes:
		return response, nil, fmt.Errorf("%w: %s: the answer has more than %d bytes; let the query aggregate, "+
			"or take a longer step", providers.ErrUnavailable, c.address, c.maxBytes)
	}
	return response, body, c.understand(response, body)
}

// unreachable is the error for a request without an answer.
func (c *client) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: no answer in time: %w", c.address, ctx.Err())
	}
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err // without method and address, which stand here
	}
	return fmt.Errorf("%w: %s cannot be reached: %w; check the address, the network and, for https, the certificates",
		providers.ErrUnavailable, c.address, err)
}
