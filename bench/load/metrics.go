package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// metrics answers range queries as Prometheus does, with values that scatter around 100.
type metrics struct{ address string }

func serveMetrics(ctx context.Context, hang bool) (*metrics, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v1/query_range", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, "matrix", "values", number(r, "start"), number(r, "end"), number(r, "step"))
	})
	mux.HandleFunc("/api/v1/query", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, "vector", "value", number(r, "time"), number(r, "time"), 1)
	})
	var handler http.Handler = mux
	if hang {
		handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // or the end of the connection is not noticed
			<-r.Context().Done()
		})
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // it ends with the command
	return &metrics{address: listener.Addr().String()}, nil
}

func number(r *http.Request, name string) float64 {
	v, _ := strconv.ParseFloat(r.FormValue(name), 64) // serin writes numbers
	return v
}

func answer(w http.ResponseWriter, r *http.Request, kind, field string, start, end, step float64) {
	seed := fnv.New64a()
	_, _ = seed.Write([]byte(r.FormValue("query")))
	state := seed.Sum64()
	body := fmt.Appendf(nil, `{"status":"success","data":{"resultType":%q,"result":[{"metric":{},%q:`, kind, field)
	if kind == "matrix" {
		body = append(body, '[')
	}
	for i := 0; start+float64(i)*step <= end; i++ {
		if i > 0 {
			body = append(body, ',')
		}
		state = state*6364136223846793005 + 1442695040888963407
		body = append(body, '[')
		body = strconv.AppendFloat(body, start+float64(i)*step, 'f', 3, 64)
		body = append(body, `,"`...)
		body = strconv.AppendFloat(body, 100+float64(state>>40)/float64(1<<24)*10, 'f', 4, 64)
		body = append(body, `"]`...)
	}
	if kind == "matrix" {
		body = append(body, ']')
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, "}]}}"...)) //nolint:gosec // JSON, for serin alone, which would notice an error
}
