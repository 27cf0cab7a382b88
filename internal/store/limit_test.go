package store

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// A database that says nothing is unavailable after some time; a caller who has no more time is told that.
func TestLimit(t *testing.T) {
	for name, test := range map[string]struct {
		patience time.Duration
		want     error
	}{
		"the database's time is over": {time.Hour, ErrUnavailable},
		"the caller's time is over":   {answerTimeout / 2, context.DeadlineExceeded},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), test.patience)
			defer cancel()
			begun := time.Now()
			limited, end := limit(ctx)
			<-limited.Done()
			err := limited.Err()
			end(&err)
			if !errors.Is(err, test.want) || errors.Is(err, ErrUnavailable) != errors.Is(test.want, ErrUnavailable) {
				t.Errorf("%s: got %v, want %v", name, err, test.want)
			}
			if took := time.Since(begun); took > answerTimeout {
				t.Errorf("%s: it took %v", name, took)
			}
		})
	}
}
