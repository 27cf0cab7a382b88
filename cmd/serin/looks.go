package main

import (
	"fmt"
	"strconv"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/wire"
)

// looksFlags are the options that say how often a canary is judged.
type looksFlags struct {
	planned string
	taken   int32
	after   string
}

func (f *looksFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&f.planned, "looks", "", `how often this canary is judged: a number, or "open" when nobody knows; default: this once`)
	flags.Int32Var(&f.taken, "look", 0, "which of the looks this one is, from 1")
	flags.StringVar(&f.after, "after", "", "where there are 10 looks or more: the -o json of the look before this one")
}

// looks returns what the flags say, for a request that has everything else; nil for nothing. now decides its window where it
// says none.
func (f *looksFlags) looks(r *serinv1.AnalyzeRequest, now time.Time) (*serinv1.Looks, error) {
	if f.planned == "" {
		if f.taken != 0 || f.after != "" {
			return nil, fmt.Errorf("--look and --after need --looks")
		}
		return nil, nil
	}
	looks := &serinv1.Looks{Open: f.planned == "open", Taken: f.taken}
	if !looks.Open {
		planned, err := strconv.ParseInt(f.planned, 10, 32)
		if err != nil || planned < 1 || planned > spec.MaxLooks {
			return nil, fmt.Errorf(`--looks %q is neither a number from 1 to %d nor "open"`, f.planned, spec.MaxLooks)
		}
		looks.Planned = int32(planned)
	}
	var err error
	looks.Earlier, err = f.earlier(r, now)
	return looks, err
}

// earlier reads what the look before this one carries over.
func (f *looksFlags) earlier(r *serinv1.AnalyzeRequest, now time.Time) ([]*serinv1.Carried, error) {
	if f.after == "" {
		return nil, nil
	}
	text, err := readFile(f.after)
	if err != nil {
		return nil, err
	}
	var response serinv1.AnalyzeResponse
	if err := protojson.Unmarshal(text, &response); err != nil {
		return nil, fmt.Errorf("%s is not what serin analyze -o json writes: %w", f.after, err)
	}
	result := response.GetResult()
	if result.GetCanaryWindow() == nil {
		return nil, fmt.Errorf("%s holds no result; it must be what serin analyze -o json writes", f.after)
	}
	if err := continues(r, result, now); err != nil {
		return nil, fmt.Errorf("%s is no earlier look at this canary: %w", f.after, err)
	}
	return result.GetCarried(), nil
}

// continues returns why a request does not go on where an earlier look at a canary ended; nil if it does: the same spec by the
// same rule, on a window that begins with what was looked at then.
func continues(r *serinv1.AnalyzeRequest, earlier *serinv1.Result, now time.Time) error {
	rule, before := wire.Rule(r.Spec), wire.Rule(&serinv1.Spec{Rule: earlier.Rule})
	window := wire.CanaryWindow(r, now)
	start, end := earlier.CanaryWindow.GetStart().AsTime(), earlier.CanaryWindow.GetEnd().AsTime()
	clock := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	switch {
	case earlier.Name != r.Spec.Name:
		return fmt.Errorf("it judged the spec %q, and this one is %q", earlier.Name, r.Spec.Name)
	case before != rule:
		return fmt.Errorf("it judged by the rule %v, and this one is of %v", before, rule)
	case !start.Equal(window.Start):
		return fmt.Errorf("after the warm-up it judged from %s on, and this one would from %s on; say --start %s and an --end",
			clock(start), clock(window.Start), clock(start.Add(-spec.WarmUp(r.Spec))))
	case end.After(window.End):
		return fmt.Errorf("it judged up to %s, and this one would only up to %s; choose a later --end", clock(end), clock(window.End))
	default:
		return nil
	}
}
