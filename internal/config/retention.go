package config

import (
	"time"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// minAge leaves time to read what came out of a run.
const minAge = time.Minute

// retention: long enough to be of use.
func (c *checker) retention(path string, r *configv1.Retention, into *Retention) {
	if r == nil {
		return
	}
	if r.GetAge() != nil {
		if into.Age = r.GetAge().AsDuration(); into.Age < minAge {
			c.add(join(path, "age"), "must be 1m or more; it is %v", into.Age)
		}
	}
	c.count(join(path, "count"), r.Count, 10_000_000, &into.Count)
}
