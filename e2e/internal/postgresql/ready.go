package postgresql

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// awaitReady returns once the server answers.
func (s *Server) awaitReady(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		connection, err := pgx.Connect(ctx, s.URL(superuser))
		if err == nil {
			_ = connection.Close(ctx)
			return
		}
		select {
		case ended := <-s.ended:
			s.ended = nil
			t.Fatalf("PostgreSQL does not start: %v", ended)
		case <-ctx.Done():
			t.Fatalf("PostgreSQL is not ready after %v: %v", patience, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// freePort returns a port that no one listens on. It lies below those that a system gives to whoever asks for any, so
// that it stays free while the server is down.
func freePort(t testing.TB) int {
	t.Helper()
	var err error
	for range 20 {
		port := 20000 + rand.IntN(10000)
		var listener net.Listener
		listener, err = (&net.ListenConfig{}).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = listener.Close()
			return port
		}
	}
	t.Fatalf("no port is free: %v", err)
	return 0
}
