package prometheus

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode"

	"github.com/serin-canary/serin/providers"
)

// A reply is what every answer of the API has around its data.
type reply struct {
	Status    string `json:"status"`
	ErrorType string `json:"errorType"`
	Error     string `json:"error"`
	IsPartial bool   `json:"isPartial"` // VictoriaMetrics: some of its storage did not answer
}

// understand reports an answer with status 200 that does not come from the API, is no success, or not whole. Its data
// are left to the caller.
func (c *client) understand(response *http.Response, body []byte) error {
	kind := response.Header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(kind); kind != "" && (err != nil || media != "application/json") {
		return fmt.Errorf("%w: %s answers with %s in place of JSON; check the address: a page to sign in, "+
			"or another service?", providers.ErrUnavailable, c.address, oneLine(kind))
	}
	var r reply
	switch err := json.Unmarshal(body, &r); {
	case err != nil:
		return fmt.Errorf("%w: %s: the answer of %d bytes is no whole JSON: %w",
			providers.ErrUnavailable, c.address, len(body), err)
	case r.Status == "error":
		return c.failed(r)
	case r.Status != "success":
		return fmt.Errorf("%w: %s answers with JSON that is not of the API; check the address", providers.ErrUnavailable, c.address)
	case r.IsPartial:
		return fmt.Errorf("%w: %s answers in part: some of its storage did not answer", providers.ErrUnavailable, c.address)
	}
	return nil
}

// refused is the error for an answer with another status than 200.
func (c *client) refused(response *http.Response, body []byte) error {
	var r reply
	known := json.Unmarshal(body, &r) == nil && r.Status == "error"
	code := response.StatusCode
	if known && (code == http.StatusBadRequest || code == http.StatusUnprocessableEntity) {
		return c.failed(r)
	}
	words := r.Error
	if !known {
		words = string(body)
	}
	if words = oneLine(words); words != "" {
		words = ": " + words
	}
	return fmt.Errorf("%w: %s answers with status %d %s%s%s",
		providers.ErrUnavailable, c.address, code, http.StatusText(code), words, advice(response))
}

// advice says what to do about a status.
func advice(response *http.Response) string {
	switch code := response.StatusCode; {
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return "; check user and password, or the token, and what they may read"
	case code == http.StatusNotFound, code == http.StatusBadRequest:
		return "; check the path of the address: it comes before /api/v1"
	case code == http.StatusTooManyRequests:
		return "; it takes no more queries now"
	case code >= 300 && code < 400:
		return fmt.Sprintf("; it sends on to %s, which is not followed: give the final address, "+
			"or the credentials if that is a page to sign in", oneLine(response.Header.Get("Location")))
	}
	return ""
}

// failed is the error for an answer of the API that says that there is none. VictoriaMetrics gives the status as the
// type of the error.
func (c *client) failed(r reply) error {
	switch r.ErrorType {
	case "timeout", "canceled", "internal", "unavailable", "not_found", "not_acceptable", "too_many_requests":
		return fmt.Errorf("%w: %s: %s: %s", providers.ErrUnavailable, c.address, r.ErrorType, oneLine(r.Error))
	}
	return fmt.Errorf("%w: %s", providers.ErrQuery, oneLine(r.Error))
}

// oneLine returns words of the server as they can be shown anywhere: in one line of bearable length.
func oneLine(words string) string {
	const most = 500
	words = strings.Join(strings.FieldsFunc(words, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }), " ")
	if len(words) > most {
		words = words[:most] + "…"
	}
	return strings.ToValidUTF8(words, "\uFFFD")
}
