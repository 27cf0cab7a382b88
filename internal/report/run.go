package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

// A Page is how a run is shown.
type Page struct {
	Style Style
	Now   time.Time
	More  string // the command that shows the findings of the latest look; empty when they are shown
}

// Run writes a run as one wants to read it at night: the verdict and one sentence, then who or what decided so, how far the run
// is, and when it goes on.
func Run(w io.Writer, r *serinv1.Run, p Page) error {
	t := &text{style: p.Style}
	t.line("", p.Style.verdict(r.GetConclusion().GetVerdict())+"  "+p.Style.Bold(Plain(runName(r)))+"  "+p.Style.Faint(State(r.State)))
	t.line("", "")
	t.line("", Plain(r.GetConclusion().GetHeadline()))
	t.line("", "")
	t.rows(runRows(r, p))
	_, err := io.WriteString(w, t.String())
	return err
}

// RunMarkdown writes the same for a pull request or a chat.
func RunMarkdown(w io.Writer, r *serinv1.Run, p Page) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s: %s\n\n%s\n\n", Verdict(r.GetConclusion().GetVerdict()), Cell(runName(r)), Cell(r.GetConclusion().GetHeadline()))
	fmt.Fprintf(&b, "| state | %s |\n| --- | --- |\n", State(r.State))
	for _, row := range runRows(r, p) {
		fmt.Fprintf(&b, "| %s | %s |\n", row.name, Cell(row.said))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// State is how far a run is, as text has it.
func State(s serinv1.RunState) string { return short(s, "RUN_STATE_") }

// runName is what a run is called: its service, or else its spec.
func runName(r *serinv1.Run) string {
	if r.Service != "" {
		return r.Service
	}
	return r.SpecName
}

// A fact is one line of a table of two columns.
type fact struct{ name, said string }

// rows writes facts below each other.
func (t *text) rows(facts []fact) {
	width := 0
	for _, f := range facts {
		width = max(width, lipgloss.Width(f.name))
	}
	for _, f := range facts {
		t.line("  "+t.style.Faint(pad(f.name, width))+"  ", Plain(f.said))
	}
}

// runRows is what there is to know of a run, what matters most first.
func runRows(r *serinv1.Run, p Page) (rows []fact) {
	add := func(name, said string) {
		if said != "" {
			rows = append(rows, fact{name, said})
		}
	}
	add("decided", decided(r))
	if c := r.Computed; c != nil {
		add("computed", Verdict(c.Verdict)+": "+c.Headline)
	}
	for _, o := range r.Overrides[:max(0, len(r.Overrides)-1)] {
		add("before that", fmt.Sprintf("%s by %s, %s: %s", Verdict(o.Verdict), o.Who, clock(o.At.AsTime()), o.Why))
	}
	add("looks", looksTaken(r))
	add("next look", nextLook(r, p.Now))
	if r.LooksTaken > 0 {
		add("findings", p.More)
	}
	add("spec", specName(r))
	add("canary", population(r.Canary))
	add("baseline", population(r.Baseline))
	add("labels", pairs(r.Labels))
	add("began", clock(r.Start.AsTime()))
	if r.Finished != nil {
		add("finished", clock(r.Finished.AsTime()))
	}
	add("run", r.Id)
	return rows
}

// decided says who or what made the verdict.
func decided(r *serinv1.Run) string {
	code := cmp.Or(MainReason(r.GetConclusion().GetReasons()), "nothing")
	switch last := len(r.Overrides) - 1; {
	case last >= 0:
		o := r.Overrides[last]
		return fmt.Sprintf("by %s, %s: %s", o.Who, clock(o.At.AsTime()), o.Why)
	case r.EndedBecause != "":
		return r.EndedBecause
	case r.LooksTaken == 0:
		return "not yet: " + code
	case r.Finished == nil:
		return fmt.Sprintf("so far, by look %d: %s", r.LooksTaken, code)
	default:
		return fmt.Sprintf("by look %d: %s", r.LooksTaken, code)
	}
}

// looksTaken says how far the looks are.
func looksTaken(r *serinv1.Run) string {
	said := fmt.Sprintf("%d of %d taken", r.LooksTaken, r.LooksPlanned)
	if schedule := r.GetSpec().GetSchedule(); schedule != nil {
		said += ", one every " + spec.FormatDuration(schedule.Interval.AsDuration())
	}
	if r.CleanLooks > 0 {
		said += fmt.Sprintf("; the last %d found the canary not worse", r.CleanLooks)
	}
	return said
}

// nextLook says when a run goes on; nothing for one that is over.
func nextLook(r *serinv1.Run, now time.Time) string {
	number := r.LooksTaken + 1
	switch wait := r.NextLook.AsTime().Sub(now); {
	case r.LookingSince != nil:
		return fmt.Sprintf("look %d is being taken since %s", number, r.LookingSince.AsTime().Format("15:04:05 UTC"))
	case r.NextLook == nil:
		return ""
	case wait <= 0:
		return fmt.Sprintf("look %d is due since %s", number, clock(r.NextLook.AsTime()))
	default:
		return fmt.Sprintf("look %d at %s, in %s", number, clock(r.NextLook.AsTime()), about(wait))
	}
}

// specName is the name of a run's spec, with its version when it is a stored one.
func specName(r *serinv1.Run) string {
	if r.SpecVersion > 0 {
		return fmt.Sprintf("%s, version %d", r.SpecName, r.SpecVersion)
	}
	return r.SpecName
}

func population(p *serinv1.Population) string { return pairs(p.GetVariables()) }

// pairs writes names and values in the order of the names.
func pairs(values map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		all = append(all, name+"="+values[name])
	}
	return strings.Join(all, ", ")
}

// clock writes a moment with its date.
func clock(t time.Time) string { return t.Format("2006-01-02 15:04 UTC") }
