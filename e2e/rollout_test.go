package e2e

import (
	"errors"
	"fmt"
	"math"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/providers"

	server "github.com/serin-canary/serin/e2e/internal/prometheus"
	"github.com/serin-canary/serin/e2e/internal/serin"
	"github.com/serin-canary/serin/e2e/internal/shop"
)

const (
	promote = serinv1.Verdict_VERDICT_PROMOTE
	pause   = serinv1.Verdict_VERDICT_PAUSE
	abort   = serinv1.Verdict_VERDICT_ABORT
)

// A rollout is a version on trial, and what should be said of it beside the version in service.
type rollout struct {
	canary  shop.Version
	verdict serinv1.Verdict
	status  int // exit status of the command line
	reason  serinv1.ReasonCode
	first   string // the metric that made the verdict; "" for any
}

// rollouts are judged at once, on the same minute of scrapes.
func rollouts() []rollout {
	const normal, few = 400, 1 // requests per second
	const mean = 50 * time.Millisecond
	return []rollout{
		{shop.Version{Name: "good", Requests: normal, Errors: 0.02, Latency: mean}, promote, 0, serinv1.ReasonCode_REASON_CODE_NOT_WORSE, ""},
		{shop.Version{Name: "failing", Requests: normal, Errors: 0.08, Latency: mean}, abort, 1, serinv1.ReasonCode_REASON_CODE_REGRESSION, "errors"},
		{shop.Version{Name: "slow", Requests: normal, Errors: 0.02, Latency: 2 * mean}, abort, 1, serinv1.ReasonCode_REASON_CODE_REGRESSION, "latency"},
		{shop.Version{Name: "thin", Requests: few, Errors: 0.02, Latency: mean}, pause, 2, serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, "errors"},
		{shop.Version{Name: "silent", Requests: normal, Errors: 0.02, Latency: mean}, pause, 2, serinv1.ReasonCode_REASON_CODE_DATA_QUALITY, ""},
	}
}

// testRollouts lets Prometheus scrape a service whose versions do well and badly, and asks serin about them.
func testRollouts(t *testing.T, tools server.Tools) {
	t.Parallel()
	const step, window = 2 * time.Second, 30 * time.Second // as in testdata/checkout.json
	binary := serin.Build(t, "..")
	versions := []shop.Version{{Name: "baseline", Requests: 400, Errors: 0.02, Latency: 50 * time.Millisecond}}
	for _, r := range rollouts() {
		versions = append(versions, r.canary)
	}
	open := shop.Open(versions...)
	target := httptest.NewServer(open)
	t.Cleanup(target.Close)
	address := tools.Start(t, scraping(target.URL, versions))
	live := configuration(t, address)
	client := binary.Serve(t, "--config", live)

	start := awaitScrapes(t, connect(t, address), len(versions)).Truncate(step).Add(2 * step)
	end := start.Add(window)
	time.Sleep(time.Until(start.Add(window / 3)))
	open.Silence("silent")
	time.Sleep(time.Until(end.Add(1500 * time.Millisecond))) // the last scrape, and its way into the storage

	for _, r := range rollouts() {
		t.Run(r.canary.Name, func(t *testing.T) {
			answer, status := binary.Analyze(t, command(live, r.canary.Name, start, end)...)
			r.check(t, answer, status)
			served, err := client.Analyze(t.Context(), request(t, r.canary.Name, start, end))
			if err != nil {
				t.Fatalf("the service: %v", err)
			}
			if !proto.Equal(answer, served) {
				t.Errorf("the service says\n%v\nthe command line\n%v", served, answer)
			}
		})
	}
	t.Run("no Prometheus", func(t *testing.T) {
		r := rollout{verdict: pause, status: 2, reason: serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR, first: "errors"}
		answer, status := binary.Analyze(t, command(configuration(t, "http://"+nobody(t)), "good", start, end)...)
		r.check(t, answer, status)
	})
	t.Run("native histograms", func(t *testing.T) { testNativeHistograms(t, connect(t, address), start, end) })
	t.Run("silence is a gap", func(t *testing.T) {
		q := providers.Query{Expr: `shop_queue_length{version="silent"}`, Start: start, End: end, Step: step}
		values := fetch(t.Context(), t, connect(t, address), q)[0].Values
		if !math.IsNaN(values[len(values)-1]) || math.IsNaN(values[0]) {
			t.Errorf("a version that falls silent has the values %v, want some and then gaps", values)
		}
	})
}

// check compares what was said with what should be.
func (r rollout) check(t *testing.T, answer *serinv1.AnalyzeResponse, status int) {
	t.Helper()
	result := answer.GetResult()
	t.Log(result.GetVerdict(), result.GetHeadline())
	if result.GetVerdict() != r.verdict || status != r.status || result.GetReasons()[0].GetCode() != r.reason {
		t.Errorf("%v with status %d because of %v, want %v with %d because of %v: %s", result.GetVerdict(), status,
			result.GetReasons(), r.verdict, r.status, r.reason, result.GetHeadline())
	}
	if r.first != "" && (len(result.GetContributors()) == 0 || result.GetContributors()[0] != r.first) {
		t.Errorf("it is said to come from %v, want %s first", result.GetContributors(), r.first)
	}
	if t.Failed() {
		t.Logf("%v", protojson.Format(answer))
	}
}

// testNativeHistograms asks for what Prometheus has made of the service's histogram: a native one with the same bounds.
func testNativeHistograms(t *testing.T, provider providers.Provider, start, end time.Time) {
	q := providers.Query{Expr: `increase(shop_request_duration_seconds{version="baseline"}[2s])`, Start: start, End: end, Step: 2 * time.Second}
	if _, err := provider.Fetch(t.Context(), q); !errors.Is(err, providers.ErrQuery) || !strings.Contains(err.Error(), "native histograms are not read") {
		t.Errorf("Fetch(%s) gives %v, want %v", q.Expr, err, providers.ErrQuery)
	}
	q.Expr = "histogram_quantile(0.5, " + q.Expr + ")"
	for _, v := range fetch(t.Context(), t, provider, q)[0].Present() {
		if v < 0.02 || v > 0.05 { // the bucket of 35 ms, the median of a mean of 50 ms
			t.Errorf("Fetch(%s) gives a median of %g s, want 0.02 to 0.05", q.Expr, v)
		}
	}
}

// scraping is a configuration of Prometheus that scrapes every version once a second, its histograms twice: as they are,
// and made native.
func scraping(target string, versions []shop.Version) string {
	config := strings.Builder{}
	config.WriteString(`
global: {scrape_interval: 1s, scrape_timeout: 900ms}
scrape_configs:
  - job_name: shop
    convert_classic_histograms_to_nhcb: true
    always_scrape_classic_histograms: true
    static_configs:
`)
	for _, v := range versions {
		_, _ = fmt.Fprintf(&config, "      - {targets: [%q], labels: {version: %q, __param_version: %q}}\n",
			strings.TrimPrefix(target, "http://"), v.Name, v.Name)
	}
	return config.String()
}

// configuration writes a configuration of serin, and returns its name.
func configuration(t testing.TB, address string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "serin.yaml")
	text := fmt.Sprintf("providers: {prometheus: {prometheus: {address: %q}}}\n", address)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// awaitScrapes waits until every version was scraped, and returns the time.
func awaitScrapes(t testing.TB, provider providers.Provider, versions int) time.Time {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(100 * time.Millisecond) {
		now := time.Now().Truncate(time.Millisecond)
		q := providers.Query{Expr: "count(up == 1)", Start: now.Add(-2 * time.Second), End: now, Step: 2 * time.Second}
		if up := fetch(t.Context(), t, provider, q); len(up) == 1 && up[0].Values[0] == float64(versions) {
			return now
		}
	}
	t.Fatal("Prometheus does not scrape the service")
	return time.Time{}
}

// command returns the arguments of serin analyze.
func command(config, canary string, start, end time.Time) []string {
	return []string{
		"testdata/checkout.json", "--config", config, "--baseline", "version=baseline", "--canary", "version=" + canary,
		"--start", start.UTC().Format(time.RFC3339), "--end", end.UTC().Format(time.RFC3339),
	}
}

// request says the same as command, to the service.
func request(t testing.TB, canary string, start, end time.Time) *serinv1.AnalyzeRequest {
	t.Helper()
	text, err := os.ReadFile("testdata/checkout.json")
	if err != nil {
		t.Fatal(err)
	}
	spec := &serinv1.Spec{}
	if err := protojson.Unmarshal(text, spec); err != nil {
		t.Fatal(err)
	}
	population := func(version string) *serinv1.Population {
		return &serinv1.Population{Variables: map[string]string{"version": version}}
	}
	return &serinv1.AnalyzeRequest{
		Spec: spec, Baseline: population("baseline"), Canary: population(canary),
		Window: &serinv1.Window{Start: timestamppb.New(start), End: timestamppb.New(end)},
	}
}
