package run

import (
	"encoding/base64"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const runID = "019c8f2e-7b1c-7d0a-8a55-3f1f0c2f9c11"

// A token is read as the position it was made of, by the run it is of and by no other.
func TestTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Position{
			Look: rapid.Int32Range(1, 10_001).Draw(t, "look"), Events: rapid.IntRange(0, 2000).Draw(t, "events"),
			Overrides: rapid.IntRange(0, 10).Draw(t, "overrides"), Finished: rapid.Bool().Draw(t, "finished"),
		}
		token := want.Token(runID)
		if got, err := ReadPosition(token, runID); err != nil || got != want {
			t.Fatalf("%+v is read as %+v, %v", want, got, err)
		}
		other := rapid.StringMatching(`[0-9a-f-]{1,36}`).Filter(func(id string) bool { return id != runID }).Draw(t, "other")
		if got, err := ReadPosition(token, other); err == nil || !strings.Contains(err.Error(), "it is of the run "+runID) || got != (Position{}) {
			t.Fatalf("%+v is read by the run %q as %+v, %v", want, other, got, err)
		}
	})
}

func TestReadPosition(t *testing.T) {
	if p, err := ReadPosition("", runID); err != nil || p != (Position{Look: 1}) {
		t.Errorf("no token is read as %+v, %v", p, err)
	}
	encoded := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for name, token := range map[string]string{
		"no base64":            "%%%",
		"padded":               encoded("1 0 0 false "+runID) + "=",
		"not made by serin":    encoded("page 2"),
		"no run":               encoded("1 0 0 false"),
		"no look":              encoded("0 0 0 false " + runID),
		"negative events":      encoded("1 -1 0 false " + runID),
		"negative overrides":   encoded("1 0 -1 false " + runID),
		"beyond all looks":     encoded("4294967297 0 0 false " + runID),
		"neither over nor not": encoded("1 0 0 maybe " + runID),
	} {
		if p, err := ReadPosition(token, runID); err == nil || err.Error() != "it is no token of a watched run; leave it out to watch from the beginning" {
			t.Errorf("%s: read as %+v, %v", name, p, err)
		}
	}
}

func FuzzReadPosition(f *testing.F) {
	f.Add(Position{Look: 3, Events: 2, Finished: true}.Token(runID))
	f.Add(Position{Look: 1, Overrides: 2}.Token(runID))
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		p, err := ReadPosition(token, runID)
		if err != nil {
			return
		}
		if again, err := ReadPosition(p.Token(runID), runID); err != nil || again != p {
			t.Errorf("%+v is read as %+v, %v", p, again, err)
		}
		r := after("unclear", "clean")
		r.Id = runID
		Events(r, nil, p) // whatever it is, nothing panics
	})
}
