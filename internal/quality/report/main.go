// Command report measures the decision rules on real and simulated canaries, and writes what it found.
//
//	go run ./internal/quality/report -write docs/decision-quality.md                # the document (make decision-quality)
//	go run ./internal/quality/report -quick -only families,aa,small,delay           # compact figures, for tuning
//	go run ./internal/quality/report -quick -only pairs,families -rules all         # the same beside other rules
//
// Parts: pairs, deployments, families, settings, aa, small, delay; and why, for tuning only, which says what was found in
// each family.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/quality"
)

func main() {
	debug.SetGCPercent(400) // memory is cheap here, and a sixth of the time goes otherwise
	if err := run(os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A config says what to measure; its fields are the flags.
type config struct {
	only      string
	rules     string
	seed      string
	quick     bool
	decisions string
	tried     string
	write     string
}

func run(args []string, out io.Writer) error {
	var c config
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	flags.StringVar(&c.only, "only", "", "parts to measure, with commas between; empty: all of the document")
	flags.StringVar(&c.rules, "rules", "serin", "serin, or all to measure the others beside it; a document has all")
	flags.StringVar(&c.seed, "seed", "tune", "random numbers: tune or test; a document has those of test")
	flags.BoolVar(&c.quick, "quick", false, "a tenth of the runs")
	flags.StringVar(&c.decisions, "decisions", "internal/quality/testdata/decisions/decisions.tar.gz", "archive of the real cases")
	flags.StringVar(&c.tried, "tried", "internal/quality/report/tried.md", "what was tried and lost, for the document")
	flags.StringVar(&c.write, "write", "", "file to write the document to; empty: compact figures to the standard output")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if c.write != "" {
		c.rules, c.seed = "all", "test"
	}
	m, err := c.measurement()
	if err != nil {
		return err
	}
	sections, err := c.measure(m, out)
	if err != nil || c.write == "" {
		return err
	}
	tried, err := os.ReadFile(c.tried)
	if err != nil {
		return err
	}
	return os.WriteFile(c.write, []byte(document(m, sections, string(tried))), 0o644)
}

// measurement returns what the flags ask for.
func (c config) measurement() (*measurement, error) {
	m := &measurement{decisions: c.decisions, share: 1, rules: []backtest.Rule{quality.Serin{}}}
	if c.quick {
		m.share = 0.1
	}
	switch c.seed {
	case "tune":
		m.seed = quality.TuneSeed
	case "test":
		m.seed = quality.TestSeed
	default:
		return nil, fmt.Errorf("-seed %s: want tune or test", c.seed)
	}
	switch c.rules {
	case "serin":
	case "all":
		m.rules = append(m.rules, backtest.Rules()[1:]...)
	default:
		return nil, fmt.Errorf("-rules %s: want serin or all", c.rules)
	}
	return m, nil
}

// measure measures part by part. Without a document to write it prints them.
func (c config) measure(m *measurement, out io.Writer) ([]section, error) {
	only := strings.Split(c.only, ",")
	var sections []section
	for _, p := range parts() {
		if !slices.Contains(only, p.name) && (c.only != "" || p.tuning) {
			continue
		}
		start := time.Now()
		s, err := p.measure(m)
		if err != nil {
			return nil, err
		}
		sections = append(sections, s)
		if c.write == "" {
			s.print(out)
		}
		fmt.Fprintf(out, "(%s took %.1f s)\n\n", p.name, time.Since(start).Seconds())
	}
	if c.write == "" && len(m.bars) > 0 {
		m.barTable().print(out)
	}
	return sections, nil
}

// A part is measured by itself.
type part struct {
	name    string
	tuning  bool // not in the document
	measure func(*measurement) (section, error)
}

// parts returns all parts, in the order of the document.
func parts() []part {
	return []part{
		{name: "pairs", measure: (*measurement).pairs},
		{name: "deployments", measure: (*measurement).deployments},
		{name: "families", measure: (*measurement).families},
		{name: "settings", measure: (*measurement).settings},
		{name: "aa", measure: (*measurement).aa},
		{name: "small", measure: (*measurement).small},
		{name: "delay", measure: (*measurement).delays},
		{name: "why", tuning: true, measure: (*measurement).why},
	}
}

// A measurement is what all parts share.
type measurement struct {
	rules     []backtest.Rule // serin's first
	seed      uint64
	share     float64 // of the usual runs
	decisions string
	bars      []barred
}

// runs returns how many there are of what usually has so many.
func (m *measurement) runs(usual int) int { return max(1, int(m.share*float64(usual))) }
