package collection

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// A scanner reads a manifest entry by entry, so that it knows the line of each.
type scanner struct {
	*reader
	name    string
	text    []byte
	decoder *json.Decoder
	format  *int
	entries []listed
}

// scan returns the entries that could be read, pairs before deployments.
func (s *scanner) scan() []listed {
	if err := json.Unmarshal(s.text, new(json.RawMessage)); err != nil {
		line, problem := jsonProblem(s.text, err)
		s.wrong(s.name, line, "%s", problem)
		return nil
	}
	s.decoder = json.NewDecoder(bytes.NewReader(s.text))
	if err := s.object(); err != nil {
		s.wrong(s.name, s.line(), "%v", err)
		return nil
	}
	switch {
	case s.format == nil && len(s.mistakes) > 0:
		return nil // it is among the mistakes
	case s.format == nil:
		s.wrong(s.name, 1, "format: required; this version reads format %d", Format)
		return nil
	case *s.format != Format:
		s.wrong(s.name, 1, "format: this version reads format %d, not %d", Format, *s.format)
		return nil // what the rest means is not known
	}
	var pairs, deployments []listed
	for _, e := range s.entries {
		if e.deployment {
			deployments = append(deployments, e)
		} else {
			pairs = append(pairs, e)
		}
	}
	return append(pairs, deployments...)
}

// object reads the manifest's fields. Errors say that it has another shape.
func (s *scanner) object() error {
	if token, err := s.decoder.Token(); err != nil || token != json.Delim('{') {
		return errors.Join(err, errors.New("want an object with format, pairs and deployments"))
	}
	for s.decoder.More() {
		key, err := s.decoder.Token()
		if err != nil {
			return err
		}
		switch key {
		case "format":
			_, err = s.decode("format", &s.format)
		case "pairs", "deployments":
			err = s.list(key.(string))
		default:
			err = s.decoder.Decode(new(json.RawMessage))
		}
		if err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return err
}

// list reads the entries of pairs or deployments.
func (s *scanner) list(field string) error {
	if token, err := s.decoder.Token(); err != nil || token != json.Delim('[') {
		return errors.Join(err, fmt.Errorf("%s: want a list", field))
	}
	for i := 0; s.decoder.More(); i++ {
		e := listed{path: fmt.Sprintf("%s[%d]", field, i), line: s.line(), deployment: field == "deployments"}
		ok, err := s.decode(e.path, &e.entry)
		if err != nil {
			return err
		}
		if ok {
			s.entries = append(s.entries, e)
		}
	}
	_, err := s.decoder.Token()
	return err
}

// decode reads a value: false for one of another type than is wanted, which is a mistake and no end of the reading.
func (s *scanner) decode(path string, into any) (ok bool, err error) {
	line := s.line()
	var raw json.RawMessage
	if err := s.decoder.Decode(&raw); err != nil {
		return false, err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		at, problem := jsonProblem(raw, err)
		s.wrong(s.name, line+at-1, "%s: %s", path, problem)
		return false, nil
	}
	return true, nil
}

// line returns the line in which the next value begins.
func (s *scanner) line() int {
	rest := s.text[s.decoder.InputOffset():]
	blank := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
	return lineAt(s.text, s.decoder.InputOffset()+int64(blank))
}
