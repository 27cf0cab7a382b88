package store

import (
	"context"
	"fmt"
	"time"
)

// answerTimeout is how long the database may take for one call. A host that is gone says nothing, and the system waits a quarter of
// an hour for its word; a few calls would keep all connections for so long, also when the database is back elsewhere.
const answerTimeout = 20 * time.Second

// limit bounds what a call may take by answerTimeout. When that is over, and not the caller's own time, end makes the error of the call
// [ErrUnavailable].
func limit(ctx context.Context) (limited context.Context, end func(err *error)) {
	limited, cancel := context.WithTimeout(ctx, answerTimeout)
	return limited, func(err *error) {
		if isInterruption(*err) && limited.Err() != nil && ctx.Err() == nil && !isKnown(*err) {
			*err = fmt.Errorf("%w: the database did not answer in %v: %w", ErrUnavailable, answerTimeout, *err)
		}
		cancel()
	}
}
