package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// conditions are what a query asks of its rows, with the values of its parameters.
type conditions struct {
	all    []string
	values []any
	digest string // of the request, but for its page
}

// value adds a value, and returns its place in the query.
func (c *conditions) value(v any) string {
	c.values = append(c.values, v)
	return fmt.Sprintf("$%d", len(c.values))
}

func (c *conditions) add(condition string, values ...any) {
	places := make([]any, len(values))
	for i, v := range values {
		places[i] = c.value(v)
	}
	c.all = append(c.all, fmt.Sprintf(condition, places...))
}

func (c *conditions) where() string {
	if len(c.all) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.all, " AND ")
}

func conditionsOf(request *serinv1.ListAnalysesRequest) *conditions {
	c := &conditions{digest: digestOf(request)}
	if request.Service != "" {
		c.add("service = %s", request.Service)
	}
	for _, name := range slices.Sorted(maps.Keys(request.Labels)) {
		c.add("EXISTS (SELECT 1 FROM run_labels WHERE run_id = runs.id AND name = %s AND value = %s)", name, request.Labels[name])
	}
	anyOf(c, "state", request.States)
	anyOf(c, "verdict", request.Verdicts)
	if t := request.CreatedFrom; t != nil {
		c.add("created >= %s", micros(t.AsTime()))
	}
	if t := request.CreatedBefore; t != nil {
		c.add("created < %s", micros(t.AsTime()))
	}
	return c
}

// anyOf adds the condition that a column has one of some values; none when there are none.
func anyOf[E ~int32](c *conditions, column string, wanted []E) {
	if len(wanted) == 0 {
		return
	}
	places := make([]string, len(wanted))
	for i, w := range wanted {
		places[i] = c.value(int64(w))
	}
	c.all = append(c.all, column+" IN ("+strings.Join(places, ", ")+")")
}

// digestOf tells requests apart that have other conditions.
func digestOf(request *serinv1.ListAnalysesRequest) string {
	same := proto.CloneOf(request)
	same.PageSize, same.PageToken = 0, ""
	text, err := encode(same)
	if err != nil {
		return "" // only for text that is not UTF-8, which no request that was decoded holds
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// token is where the page after a run begins.
func (c *conditions) token(id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.digest + " " + id))
}

// after adds the condition that a page begins where the one before ended.
func (c *conditions) after(token string) error {
	if token == "" {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	digest, id, ok := strings.Cut(string(text), " ")
	if err != nil || !ok || digest != c.digest {
		return fmt.Errorf("%w: it is not of a page with these conditions; leave it out to begin with the first page", ErrToken)
	}
	c.add("id < %s", id)
	return nil
}
