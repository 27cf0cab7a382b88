package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// parseTime reads the time of a flag.
func parseTime(flag, text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s %q is no time such as 2026-01-31T12:00:00Z", flag, text)
	}
	return t, nil
}

// parseMoment reads the time of a flag, or how long ago it was; nil for an empty text.
func parseMoment(flag, text string, now time.Time) (*timestamppb.Timestamp, error) {
	if text == "" {
		return nil, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return timestamppb.New(t), nil
	}
	ago, err := time.ParseDuration(text)
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var n uint64
		n, err = strconv.ParseUint(days, 10, 16)
		ago = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || ago < 0 {
		return nil, fmt.Errorf("%s %q is neither a time such as 2026-01-31T12:00:00Z, nor how long ago, such as 90m, 36h or 7d", flag, text)
	}
	return timestamppb.New(now.Add(-ago)), nil
}
