package providertest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/serin-canary/serin/providers"
)

// cancelled asks when the caller has already given up.
func (s *suite) cancelled() error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ended(ctx, s.provider, s.query(plain), context.Canceled)
}

// late asks when the time is already over.
func (s *suite) late() error {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	return ended(ctx, s.provider, s.query(plain), context.DeadlineExceeded)
}

// hangs asks a backend that never answers.
func (s *suite) hangs() error {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	err := ended(ctx, s.helped["Hanging"], s.query(plain), context.DeadlineExceeded)
	if took := time.Since(begun); took > 5*time.Second {
		err = errors.Join(err, fmt.Errorf("gave up after %v, want soon after the deadline of 200ms", took))
	}
	return err
}

// ended asks what must end in an error.
func ended(ctx context.Context, p providers.Provider, q question, want error) error {
	answer, err := p.Fetch(ctx, q.Query)
	if !errors.Is(err, want) || len(answer) > 0 {
		return fmt.Errorf("%v: %d series and error %v, want none and one that wraps %v",
			q, len(answer), fmt.Sprint(err), want.Error())
	}
	return nil
}

// rejects asks what the backend rejects.
func (s *suite) rejects() error {
	q := s.query(plain)
	q.Expr = s.rejected
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := ended(ctx, s.provider, q, providers.ErrQuery)
	if err != nil {
		return err
	}
	if _, err = s.provider.Fetch(ctx, q.Query); !strings.Contains(fmt.Sprint(err), s.rejectedWords) {
		return fmt.Errorf("%v: error %q is without the backend's words %q", q, fmt.Sprint(err), s.rejectedWords)
	}
	return nil
}

// isUnavailable asks a backend that is down.
func (s *suite) isUnavailable() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return ended(ctx, s.helped["Unavailable"], s.query(plain), providers.ErrUnavailable)
}

// ownership spoils an answer and asks again.
func (s *suite) ownership() error {
	q := s.query(several)
	answer, err := s.provider.Fetch(context.Background(), q.Query)
	if err != nil {
		return err
	}
	for _, spoilt := range answer {
		for i := range spoilt.Values {
			spoilt.Values[i] = math.Pi
		}
		maps.DeleteFunc(spoilt.Labels, func(string, string) bool { return true })
	}
	if err := s.expect(q); err != nil {
		return fmt.Errorf("after the caller has changed an earlier answer: %w", err)
	}
	return nil
}

// concurrent asks many questions at once.
func (s *suite) concurrent() error {
	const rounds = 8
	wrong := make(chan error, rounds*len(s.data.Metrics))
	var all sync.WaitGroup
	for range rounds {
		for _, metric := range s.data.Metrics {
			all.Go(func() { wrong <- s.expect(s.query(metric.Name)) })
		}
	}
	all.Wait()
	close(wrong)
	for err := range wrong {
		if err != nil {
			return err
		}
	}
	return nil
}
