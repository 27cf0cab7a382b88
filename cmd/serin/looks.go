package main

import (
	"fmt"
	"os"
	"strconv"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/spf13/cobra"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
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

// looks returns what the flags say; nil for nothing.
func (f *looksFlags) looks() (*serinv1.Looks, error) {
	if f.planned == "" {
		if f.taken != 0 || f.after != "" {
			return nil, fmt.Errorf("--look and --after need --looks")
		}
		return nil, nil
	}
	earlier, err := f.earlier()
	if err != nil {
		return nil, err
	}
	looks := &serinv1.Looks{Open: f.planned == "open", Taken: f.taken, Earlier: earlier}
	if looks.Open {
		return looks, nil
	}
	planned, err := strconv.ParseInt(f.planned, 10, 32)
	if err != nil || planned < 1 {
		return nil, fmt.Errorf(`--looks %q is neither a number from 1 nor "open"`, f.planned)
	}
	looks.Planned = int32(planned)
	return looks, nil
}

// earlier reads what the look before this one carries over.
func (f *looksFlags) earlier() ([]*serinv1.Carried, error) {
	if f.after == "" {
		return nil, nil
	}
	text, err := os.ReadFile(f.after)
	if err != nil {
		return nil, err
	}
	var response serinv1.AnalyzeResponse
	if err := protojson.Unmarshal(text, &response); err != nil {
		return nil, fmt.Errorf("%s is not what serin analyze -o json writes: %w", f.after, err)
	}
	return response.Result.Carried, nil
}
