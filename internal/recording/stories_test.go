package recording

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/serin-canary/serin/fixtures"
	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/providers"
)

// stories reads all fixtures.
func stories(t testing.TB) map[string]*Recording {
	t.Helper()
	all := map[string]*Recording{}
	for _, name := range fixtures.Names() {
		r, err := Read(story(t, name))
		if err != nil {
			t.Fatalf("fixtures/%s:\n%v", name, err)
		}
		all[name] = r
	}
	return all
}

func story(t testing.TB, name string) fs.FS {
	t.Helper()
	fsys, err := fs.Sub(fixtures.FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

func TestEveryStoryIsComplete(t *testing.T) {
	for name, r := range stories(t) {
		if r.Spec.GetName() != name || r.Spec.GetProvider() != "recorded" {
			t.Errorf("%s: its spec is %q for provider %q, want %q for recorded", name, r.Spec.GetName(), r.Spec.GetProvider(), name)
		}
		if r.Expect.GetVerdict() == serinv1.Verdict_VERDICT_UNSPECIFIED || r.Expect.GetReason() == serinv1.ReasonCode_REASON_CODE_UNSPECIFIED {
			t.Errorf("%s: expects %v, want a verdict and a reason", name, r.Expect)
		}
		if r.Readme == "" {
			t.Errorf("%s: no README.md", name)
		}
	}
}

func fileOf(t testing.TB, story, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(fixtures.FS(), story+"/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestStoriesAskWhatTheirSpecAsks(t *testing.T) {
	for name, r := range stories(t) {
		want := 0
		for _, m := range r.Spec.GetMetrics() {
			want += 2 * len(queryParts(m))
		}
		if len(r.Answers) != want {
			t.Errorf("%s: %d answers, want %d", name, len(r.Answers), want)
		}
		for _, a := range r.Answers {
			if got := resolved(t, r, a); a.Query != got || a.Provider != r.Spec.GetProvider() {
				t.Errorf("%s: %s of %s, %s, asks %s\n%s\nwant %s\n%s", name, a.Part, a.Metric, a.Population,
					a.Provider, a.Query, r.Spec.GetProvider(), got)
			}
		}
	}
}

// resolved returns the query that the spec asks for.
func resolved(t *testing.T, r *Recording, a Answer) string {
	t.Helper()
	population := r.Baseline
	if a.Population == canary {
		population = r.Canary
	}
	for _, m := range r.Spec.GetMetrics() {
		if m.GetName() != a.Metric {
			continue
		}
		template := map[string]string{
			"gauge value":       m.GetGauge().GetQuery(),
			"ratio events":      m.GetRatio().GetEvents(),
			"ratio total":       m.GetRatio().GetTotal(),
			"histogram buckets": m.GetHistogram().GetBuckets(),
		}[kindOf(m)+" "+a.Part]
		query, err := spec.Expand(template, population.GetVariables())
		if err != nil {
			t.Errorf("%s of %s: %v", a.Part, a.Metric, err)
		}
		return query
	}
	return ""
}

func kindOf(m *serinv1.Metric) string {
	switch {
	case m.GetGauge() != nil:
		return "gauge"
	case m.GetRatio() != nil:
		return "ratio"
	default:
		return "histogram"
	}
}

func TestStoriesShareNoQuery(t *testing.T) {
	owner := map[string]string{}
	for name, r := range stories(t) {
		for _, a := range r.Answers {
			if other, ok := owner[a.Query]; ok && other != name {
				t.Errorf("%s and %s both ask %s", other, name, a.Query)
			}
			owner[a.Query] = name
		}
	}
}

func TestOneProviderAnswersForAllStories(t *testing.T) {
	all := stories(t)
	var recordings []*Recording
	for _, name := range fixtures.Names() {
		recordings = append(recordings, all[name])
	}
	provider, err := Provider(recordings...)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range all {
		l, mistakes := newLayout(r)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		for _, a := range r.Answers {
			g := l.grid(a.Metric, a.Part, a.Population)
			got, err := provider.Fetch(context.Background(), providers.Query{Expr: a.Query, Start: g.start, End: g.end(), Step: g.step})
			if (err != nil) != (a.Failure != 0) || len(got) != len(a.Series) {
				t.Errorf("%s: Fetch(%q) gives %d series and error %v, want %d and %q", name, a.Query, len(got), err, len(a.Series), a.Message)
				continue
			}
			for i := range got {
				if !sameSeries(got[i], a.Series[i]) {
					t.Errorf("%s: Fetch(%q) gives %v, want %v", name, a.Query, got[i], a.Series[i])
				}
			}
		}
	}
}

// What is written is what was read: byte for byte, and only the analysis in other words.
func TestStoriesRoundTrip(t *testing.T) {
	for name, r := range stories(t) {
		folder := filepath.Join(t.TempDir(), name)
		if err := Write(folder, r); err != nil {
			t.Errorf("Write(%s): %v", name, err)
			continue
		}
		again, err := Open(folder)
		if err != nil {
			t.Errorf("Open(%s): %v", name, err)
			continue
		}
		if !equal(again, r) {
			t.Errorf("%s: reads back otherwise", name)
		}
		for _, file := range []string{seriesFile, queriesFile, verdictFile, readmeFile} {
			if _, err := fs.Stat(story(t, name), file); errors.Is(err, fs.ErrNotExist) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(folder, file))
			if want := fileOf(t, name, file); err != nil || !bytes.Equal(text, want) {
				t.Errorf("%s/%s is written otherwise (%v):\n%.2000s\nwant\n%.2000s", name, file, err, text, want)
			}
		}
	}
}

// equal compares recordings, but not where their fields stood.
func equal(a, b *Recording) bool {
	return proto.Equal(a.message(), b.message()) && proto.Equal(a.Result, b.Result) && a.Readme == b.Readme &&
		slices.Equal(answersOf(a), answersOf(b))
}

// answersOf returns the answers with their values in a form in which a gap equals a gap.
func answersOf(r *Recording) []string {
	var all []string
	for _, a := range r.Answers {
		all = append(all, describe(a))
	}
	return all
}
