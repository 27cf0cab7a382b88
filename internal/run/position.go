package run

import (
	"encoding/base64"
	"errors"
	"fmt"
)

// A Position is how much of a run has been told to someone who watches it.
type Position struct {
	Look      int32 // number of the look whose events are being told; those of earlier ones have been
	Events    int   // events of that look that have been told
	Overrides int   // overrides that have been told
	Finished  bool  // the end has been told, and nothing follows
}

// Token returns the position as an opaque text, for the run of an id.
func (p Position) Token(id string) string {
	text := fmt.Sprintf("%d %d %d %t %s", p.Look, p.Events, p.Overrides, p.Finished, id)
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

// ReadPosition returns the position of a token of the run; that of an empty token is the beginning.
func ReadPosition(token, id string) (Position, error) {
	if token == "" {
		return Position{Look: 1}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	var p Position
	var of string
	if err == nil {
		_, err = fmt.Sscanf(string(text), "%d %d %d %t %s", &p.Look, &p.Events, &p.Overrides, &p.Finished, &of)
	}
	switch {
	case err != nil || p.Look < 1 || p.Events < 0 || p.Overrides < 0:
		return Position{}, errors.New("it is no token of a watched run; leave it out to watch from the beginning")
	case of != id:
		return Position{}, fmt.Errorf("it is of the run %s; leave it out to watch this one from the beginning", of)
	}
	return p, nil
}
