package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/scorecard"
	"github.com/serin-canary/serin/internal/spec"
)

// backtestFlags are the options of serin backtest.
type backtestFlags struct {
	rules, specs []string
	parallel     int
	draw         backtest.Draw
	drawing      []string // the flags that say how windows are drawn, as far as they were given
	output       output
}

func (a *app) backtestCommand() *cobra.Command {
	var f backtestFlags
	command := &cobra.Command{
		Use:   "backtest DIR",
		Short: "Count how often a rule or a spec would have been right",
		Long: `backtest judges every case of a collection and counts false alarms and misses. A collection is a folder with a
manifest.json of labelled series, or of recordings with an expectation; docs/backtest.md says how to make one. From
recordings without an expectation, such as a week of your own metrics, pairs of windows are drawn in which nothing is worse
(A/A): whatever is flagged there is a false alarm.

Several rules and specs are set side by side: every rule under every spec. The exit status is 0 when all was judged,
whatever came out, and 3 otherwise.`,
		Example: `  serin backtest fixtures
  serin backtest cases --rule serin --rule kayenta
  serin backtest last-week --spec default --spec lenient.yaml --aa-window 1h`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			for _, flag := range []string{"aa-window", "aa-step", "healthy"} {
				if command.Flags().Changed(flag) {
					f.drawing = append(f.drawing, "--"+flag)
				}
			}
			return a.backtest(command.Context(), args[0], f)
		},
	}
	flags := command.Flags()
	flags.StringArrayVar(&f.rules, "rule", nil, "judge by this rule: "+strings.Join(ruleNames(), ", ")+"; may be repeated (default: the rule of the --spec, else serin)")
	flags.StringArrayVar(&f.specs, "spec", nil, `judge under this spec, "default" for the collection's own settings; may be repeated`)
	flags.IntVar(&f.parallel, "parallel", runtime.GOMAXPROCS(0), "how many cases to judge at once")
	flags.DurationVar(&f.draw.Window, "aa-window", 30*time.Minute, "length of the windows that are drawn from recordings without an expectation")
	flags.DurationVar(&f.draw.Step, "aa-step", 0, "time from one pair of windows to the next, at least the window (default: the window)")
	flags.BoolVar(&f.draw.Healthy, "healthy", false, "both populations were fine all the time, so draw one against the other too")
	addOutput(command, &f.output)
	return command
}

func ruleNames() []string {
	var names []string
	for _, r := range backtest.Rules() {
		names = append(names, r.Name())
	}
	return names
}

func (a *app) backtest(ctx context.Context, dir string, f backtestFlags) error {
	if f.draw.Step == 0 {
		f.draw.Step = f.draw.Window
	}
	if err := f.check(); err != nil {
		return err
	}
	lineup, err := a.lineup(ctx, f)
	if err != nil {
		return err
	}
	c, err := collection.Open(dir)
	if err != nil {
		return err
	}
	card := scorecard.Card{Name: filepath.ToSlash(filepath.Clean(dir))}
	if len(c.Cases) > 0 {
		if card.Notes, err = lineup.unfitting(c.Cases); err != nil {
			return err
		}
		contenders, err := lineup.contenders(c.Cases, nil)
		if err != nil {
			return err
		}
		if card.Labelled, err = a.judgeAll(ctx, "judging cases", contenders, f.parallel, &card.Lines); err != nil {
			return err
		}
	}
	if len(c.Unlabelled) > 0 {
		if err := a.judgeWindows(ctx, c.Unlabelled, lineup, f, &card); err != nil {
			return err
		}
	} else if len(f.drawing) > 0 {
		card.Notes = append(card.Notes, strings.Join(f.drawing, " and ")+" had nothing to do: windows are drawn from recordings without an "+
			"expectation, and every case here has a label")
	}
	return a.writeCard(card, f.output)
}

// check says which numbers of the flags cannot be.
func (f backtestFlags) check() error {
	switch window, step := spec.FormatDuration(f.draw.Window), spec.FormatDuration(f.draw.Step); {
	case f.parallel < 1:
		return fmt.Errorf("--parallel %d: at least one case must be judged at once", f.parallel)
	case f.draw.Window <= 0:
		return fmt.Errorf("--aa-window %s: must be above 0", window)
	case f.draw.Step < f.draw.Window:
		return fmt.Errorf("--aa-step %s is shorter than the --aa-window of %s, so that windows would overlap", step, window)
	default:
		return nil
	}
}

// judgeWindows draws windows from recordings without a label and judges them.
func (a *app) judgeWindows(ctx context.Context, recordings []collection.Case, l lineup, f backtestFlags, card *scorecard.Card) error {
	contenders, err := l.contenders(recordings, f.draw.Cases)
	if err != nil {
		return err
	}
	card.Notes = append(card.Notes, undrawn(recordings, contenders[0].Cases, f.draw)...)
	if len(contenders[0].Cases) == 0 {
		if card.Labelled == nil {
			return errors.New(strings.Join(card.Notes, "\n"))
		}
		return nil
	}
	card.Windows = spec.FormatDuration(f.draw.Window)
	card.AA, err = a.judgeAll(ctx, "judging windows", contenders, f.parallel, &card.Lines)
	return err
}

// undrawn says which recordings no windows could be drawn from.
func undrawn(recordings, drawn []collection.Case, draw backtest.Draw) []string {
	var notes []string
	for _, r := range recordings {
		if !slices.ContainsFunc(drawn, func(c collection.Case) bool { return c.Source == r.ID }) {
			notes = append(notes, fmt.Sprintf("%s has no expectation, and is shorter than two windows of %s or has no data, so nothing "+
				"was drawn from it; say in its analysis.yaml what to expect, or choose a shorter --aa-window",
				r.ID, spec.FormatDuration(draw.Window)))
		}
	}
	return notes
}

// judgeAll judges all cases behind a progress bar, and counts.
func (a *app) judgeAll(ctx context.Context, title string, contenders []backtest.Contender, parallel int, lines *[]backtest.Line) (*backtest.Summary, error) {
	bar := newProgress(a.stderr, title)
	defer bar.finish()
	outcomes, err := backtest.Run(ctx, contenders, parallel, bar.step)
	if err != nil {
		return nil, err
	}
	*lines = append(*lines, backtest.Lines(contenders, outcomes)...)
	summary := backtest.Summarize(contenders, outcomes)
	return &summary, nil
}

func (a *app) writeCard(card scorecard.Card, o output) error {
	switch o {
	case "json":
		return scorecard.JSON(a.stdout, card)
	case "markdown":
		return scorecard.Markdown(a.stdout, card)
	default:
		return scorecard.Text(a.stdout, card, style(a.stdout))
	}
}
