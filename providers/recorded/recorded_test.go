package recorded

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/providertest"
	"github.com/serin-canary/serin/series"
)

func TestContract(t *testing.T) {
	down := errors.New("the disk is full")
	providertest.Run(t, func(t *testing.T, data providertest.Data) providers.Provider {
		var answers []Answer
		for _, m := range data.Metrics {
			answers = append(answers, Answer{Expr: m.Name, Start: data.Start, End: data.End, Series: data.Answer(m)})
		}
		return must(t, answers...)
	},
		providertest.Rejecting("serin_plian", "nearest recorded: serin_plain"),
		providertest.Unavailable(func(t *testing.T) providers.Provider {
			return must(t, Answer{Expr: "serin_plain", Err: errors.Join(providers.ErrUnavailable, down)})
		}))
}

func must(t *testing.T, answers ...Answer) *Provider {
	t.Helper()
	p, err := New(answers...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var start = time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)

// at returns the time some minutes after the start.
func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// from returns a series of one value per minute, beginning some minutes after the start.
func from(minutes int, region string, values ...float64) series.Labelled {
	return series.Labelled{
		Labels: map[string]string{"region": region},
		Series: series.Series{Start: at(minutes), Step: time.Minute, Values: values},
	}
}

func TestSeveralRecordingsAreJoined(t *testing.T) {
	p := must(t,
		Answer{Expr: "up", Series: []series.Labelled{from(5, "eu", 6, 7), from(5, "us", 60, 70)}},
		Answer{Expr: "up", Series: []series.Labelled{from(0, "eu", 1, 2)}},
		Answer{Expr: "up", Start: at(3), End: at(4)}, // asked, and empty
	)
	got, err := p.Fetch(context.Background(), providers.Query{Expr: "up", Start: at(-1), End: at(8), Step: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	gap := math.NaN()
	want := []series.Labelled{
		from(-1, "eu", gap, 1, 2, gap, gap, gap, 6, 7, gap),
		from(-1, "us", gap, gap, gap, gap, gap, gap, 60, 70, gap),
	}
	if len(got) != len(want) {
		t.Fatalf("Fetch gives %d series, want %d", len(got), len(want))
	}
	for i := range want {
		if !same(got[i], want[i]) {
			t.Errorf("series %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func same(a, b series.Labelled) bool {
	if key(a.Labels) != key(b.Labels) || !a.Start.Equal(b.Start) || a.Step != b.Step || len(a.Values) != len(b.Values) {
		return false
	}
	for i, v := range a.Values {
		if v != b.Values[i] && !(math.IsNaN(v) && math.IsNaN(b.Values[i])) {
			return false
		}
	}
	return true
}

func TestRefusedQueries(t *testing.T) {
	timeout := errors.New("no answer within 30s")
	p := must(t,
		Answer{Expr: `rate(errors{version="2.7.0"}[1m])`, Series: []series.Labelled{from(0, "eu", 1, 2, 3)}},
		Answer{Expr: "slow", Start: at(0), End: at(3), Err: timeout},
		Answer{Expr: "slow", Start: at(3), End: at(4), Series: []series.Labelled{from(3, "eu", 1)}},
	)
	for _, c := range []struct {
		name string
		q    providers.Query
		want error
		says string
	}{
		{
			"another version",
			providers.Query{Expr: `rate(errors{version="2.8.0"}[1m])`, Start: at(0), End: at(3), Step: time.Minute},
			providers.ErrQuery, `nearest recorded: rate(errors{version="2.7.0"}[1m])`,
		},
		{
			"something else",
			providers.Query{Expr: "up", Start: at(0), End: at(3), Step: time.Minute},
			providers.ErrQuery, "never recorded, and nothing like it among 2 queries: up",
		},
		{
			"another step",
			providers.Query{Expr: `rate(errors{version="2.7.0"}[1m])`, Start: at(0), End: at(3), Step: 30 * time.Second},
			providers.ErrUnavailable, "recorded with a step of 1m0s, asked with 30s",
		},
		{
			"between the points",
			providers.Query{
				Expr:  `rate(errors{version="2.7.0"}[1m])`,
				Start: at(0).Add(time.Second), End: at(3).Add(time.Second), Step: time.Minute,
			},
			providers.ErrUnavailable, "recorded at 2026-01-05T10:01:00Z and every 1m0s from there, asked at 2026-01-05T10:01:01Z",
		},
		{
			"another day",
			providers.Query{Expr: `rate(errors{version="2.7.0"}[1m])`, Start: at(1440), End: at(1443), Step: time.Minute},
			providers.ErrUnavailable, "recorded from 2026-01-05T10:00:00Z to 2026-01-05T10:03:00Z, nothing from 2026-01-06T10:00:00Z",
		},
		{"a failure", providers.Query{Expr: "slow", Start: at(2), End: at(4), Step: time.Minute}, timeout, "no answer within 30s"},
		{
			"millennia",
			providers.Query{Expr: "slow", Start: at(0), End: at(60_000_000), Step: time.Minute},
			providers.ErrQuery, "60000000 steps of 1m0s; at most 1048576 are answered",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := p.Fetch(context.Background(), c.q)
			if !errors.Is(err, c.want) || got != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Fetch gives %v and %q, want nothing and %q saying %q", got, err, c.want, c.says)
			}
		})
	}
}

func TestContradictions(t *testing.T) {
	short := from(0, "us", 1)
	wrongStep := from(20, "eu", 1)
	wrongStep.Step = time.Second
	for _, c := range []struct {
		name    string
		answers []Answer
		says    string
	}{
		{
			"overlapping windows",
			[]Answer{
				{Expr: "a", Series: []series.Labelled{from(0, "eu", 1, 2)}}, {Expr: "a", Series: []series.Labelled{from(1, "us", 1)}},
			},
			"answers to a: the windows from 2026-01-05T10:00:00Z to 2026-01-05T10:02:00Z and from 2026-01-05T10:01:00Z to 2026-01-05T10:02:00Z overlap",
		},
		{
			"empty answer for all times beside another one",
			[]Answer{{Expr: "a"}, {Expr: "a", Start: at(0), End: at(1)}},
			"answers to a: several, and one without a window; set Start and End of each",
		},
		{"different steps", []Answer{
			{Expr: "a", Series: []series.Labelled{from(0, "eu", 1)}},
			{Expr: "a", Series: []series.Labelled{wrongStep}},
		}, "answers to a: steps of 1m0s and of 1s; record them with one"},
		{
			"series and an error",
			[]Answer{{Expr: "a", Series: []series.Labelled{short}, Err: errors.New("no")}},
			"answer to a: it has series and an error",
		},
		{
			"same labels twice",
			[]Answer{{Expr: "a", Series: []series.Labelled{short, short}}},
			"answer to a: two series have the labels map[region:us]",
		},
		{
			"two grids",
			[]Answer{{Expr: "a", Series: []series.Labelled{from(0, "eu", 1, 2), short}}},
			"answer to a: series map[region:us] is on another grid than map[region:eu]",
		},
		{"no step", []Answer{{Expr: "a", Series: []series.Labelled{{}}}}, "step 0s is not above 0"},
		{"a window that ends before it starts", []Answer{{Expr: "a", Start: at(1), End: at(0)}}, "its window from"},
		{"everything at once", []Answer{{Expr: "a"}, {Expr: "a"}, {Expr: "b", Start: at(1), End: at(0)}}, "answers to a: several"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if p, err := New(c.answers...); err == nil || p != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("New gives error %v, want one that says %q", err, c.says)
			}
		})
	}
}

func TestTheCallersSeriesAreCopied(t *testing.T) {
	mine := from(0, "eu", 1, 2)
	p := must(t, Answer{Expr: "up", Series: []series.Labelled{mine}})
	mine.Values[0], mine.Labels["region"] = 99, "us"
	got, err := p.Fetch(context.Background(), providers.Query{Expr: "up", Start: at(0), End: at(2), Step: time.Minute})
	if err != nil || !same(got[0], from(0, "eu", 1, 2)) {
		t.Errorf("Fetch gives %v, %v; want what New was given", got, err)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"same", "same", 0}, {"aba", "aa", 1},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
