package spec

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMistakes(t *testing.T) {
	mistakes := Mistakes{
		{Field: "metrics[1].abort", Problem: "an empty margin", Line: 4, Column: 5},
		{Field: "name", Problem: "required"},
		{Problem: "the text is empty", Line: 1, Column: 1},
	}
	if got, want := mistakes.Error(), "4:5: metrics[1].abort: an empty margin\nname: required\n1:1: the text is empty"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	want := "checkout.yaml:4:5: metrics[1].abort: an empty margin\ncheckout.yaml: name: required\ncheckout.yaml:1:1: the text is empty"
	if got := mistakes.In("checkout.yaml"); got != want {
		t.Errorf("In(checkout.yaml) = %q, want %q", got, want)
	}
}

func TestMistakesAsError(t *testing.T) {
	if err := Mistakes(nil).Err(); err != nil {
		t.Errorf("Err() of none = %v, want nil", err)
	}
	var mistakes Mistakes
	if err := (Mistakes{{Problem: "a"}}).Err(); !errors.As(err, &mistakes) || len(mistakes) != 1 {
		t.Errorf("Err() = %v, want an error that is Mistakes", err)
	}
}

func TestMistakesAt(t *testing.T) {
	unplaced := Mistakes{{Field: "b"}, {Field: "a.x"}, {Field: "a.y"}, {Field: "c", Line: 1, Column: 1}}
	got := unplaced.At(Positions{"": {1, 1}, "a": {2, 3}, "b": {3, 1}})
	want := Mistakes{
		{Field: "c", Line: 1, Column: 1},
		{Field: "a.x", Line: 2, Column: 3},
		{Field: "a.y", Line: 2, Column: 3},
		{Field: "b", Line: 3, Column: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("At, -want +got:\n%s", diff)
	}
	if unplaced[0].Field != "b" || unplaced[0].Line != 0 {
		t.Error("At changed the mistakes it was called on")
	}
}
