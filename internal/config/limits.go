package config

import (
	"time"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// The range of the time that all queries of an analysis may take.
const (
	minTimeout = 100 * time.Millisecond
	maxTimeout = time.Hour
)

// limits: each in a range that leaves a server usable, and limited.
func (c *checker) limits(l *configv1.Limits, config *Config) {
	if l == nil {
		return
	}
	limits := &config.Limits
	c.count("limits.points", l.Points, 1_000_000, &limits.Points)
	c.count("limits.values", l.Values, 1_000_000_000, &limits.Values)
	c.count("limits.metrics", l.Metrics, 10_000, &limits.Metrics)
	c.count("limits.series", l.Series, 100_000, &limits.Series)
	c.count("limits.parallel", l.Parallel, 1_000, &limits.Parallel)
	c.timeout("limits.timeout", l, &limits.Timeout)
	c.mebibytes("limits.message_mib", l.MessageMib, &config.MaxMessage)
}

// count: a number from 1 to most, where one is given.
func (c *checker) count(path string, given *int32, most int, into *int) {
	if given == nil {
		return
	}
	if *into = int(*given); *into < 1 || *into > most {
		c.add(path, "must be between 1 and %d; it is %d", most, *into)
	}
}

// mebibytes: a size up to a GiB, where one is given.
func (c *checker) mebibytes(path string, given *int32, into *int) {
	if given == nil {
		return
	}
	c.count(path, given, 1_024, into)
	*into <<= 20
}

func (c *checker) timeout(path string, l *configv1.Limits, into *time.Duration) {
	if l.GetTimeout() == nil {
		return
	}
	if *into = l.GetTimeout().AsDuration(); *into < minTimeout || *into > maxTimeout {
		c.add(path, "must be between 100ms and 1h; it is %v", *into)
	}
}
