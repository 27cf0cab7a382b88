package prometheus

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

func TestAnswers(t *testing.T) {
	queue := func(region string) map[string]string {
		return map[string]string{"__name__": "queue_depth", "region": region}
	}
	end := noon().Add(9 * time.Minute)
	for _, c := range []struct {
		name string
		file string
		q    providers.Query
		want []series.Labelled
	}{
		{"one series a region, one with a gap", "prometheus-3.15/matrix.http", tenMinutes("queue_depth"), []series.Labelled{
			labelled(noon(), queue("eu-west"), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
			labelled(noon(), queue("us-east"), 2, 4, 6, gap(), gap(), 12, 14, 16, 18, 20),
		}},
		{"one step", "prometheus-3.15/vector.http", lastMinute("queue_depth"), []series.Labelled{
			labelled(end, queue("eu-west"), 10), labelled(end, queue("us-east"), 20),
		}},
		{"one step of a scalar", "prometheus-3.15/scalar.http", lastMinute("scalar(…)"), []series.Labelled{
			labelled(end, map[string]string{}, 10),
		}},
		{"no match", "prometheus-3.15/empty.http", tenMinutes("nothing"), []series.Labelled{}},
		{"infos are remarks", "prometheus-3.15/infos.http", tenMinutes("rate(queue_depth[5m])"), []series.Labelled{
			labelled(noon(), map[string]string{"region": "eu-west"}, gap(), 0.005, 0.008333333333333333, 0.011666666666666667,
				1./60, 1./60, 1./60, 1./60, 1./60, 1./60),
			labelled(noon(), map[string]string{"region": "us-east"}, gap(), 0.01, 1./60, 0.023333333333333334,
				0.023333333333333334, 1./30, 1./30, 1./60, 0.023333333333333334, 1./30),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := fetch(t, serve(t, replay(t, c.file)), c.q)
			if d := cmp.Diff(c.want, got, cmpopts.EquateNaNs()); d != "" {
				t.Error(d)
			}
		})
	}
}

// A value that is not a number is a gap; one that is infinite is for the judge to refuse.
func TestOddValues(t *testing.T) {
	p := serve(t, say(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[
		[1767607260,"NaN"],[1767607320,"+Inf"],[1767607380,"-Inf"],[1767607440,"1e-300"]]}]}}`))
	q := tenMinutes("odd")
	q.End = q.Start.Add(4 * time.Minute)
	inf := math.Inf(1)
	want := []series.Labelled{labelled(noon(), map[string]string{}, gap(), inf, -inf, 1e-300)}
	if d := cmp.Diff(want, fetch(t, p, q), cmpopts.EquateNaNs()); d != "" {
		t.Error(d)
	}
}

// What a label holds can be sent on, whatever it is.
func TestLabelsAreUTF8(t *testing.T) {
	p := serve(t, say(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"region":"M`+"\xfc"+`nchen"},"values":[]}]}}`))
	if got := fetch(t, p, tenMinutes("up"))[0].Labels["region"]; got != "M\uFFFDnchen" {
		t.Errorf("the label is %q, want %q", got, "M\uFFFDnchen")
	}
}

// Before 2.54 Prometheus had no infos, and called them warnings.
func TestInfosOfPrometheus2(t *testing.T) {
	p := serve(t, say(`{"status":"success","data":{"resultType":"matrix","result":[]},
		"warnings":["PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"queue_depth\" (1:6)"]}`))
	if got := fetch(t, p, tenMinutes("rate(queue_depth[5m])")); len(got) != 0 {
		t.Errorf("Fetch gives %v, want nothing", got)
	}
}

func TestRefusals(t *testing.T) {
	const success = `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[`
	from := func(file string) http.HandlerFunc { return replay(t, file) }
	status := func(code int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Location", "https://login.example/?next=%2F")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		single bool
		want   error
		says   string
	}{
		{"parse error", from("prometheus-3.15/parse_error.http"), false, providers.ErrQuery, "1:17: parse error: unclosed left parenthesis: some_query"},
		{"parse error of VictoriaMetrics", from("victoriametrics-1.79.5/parse_error.http"), false, providers.ErrQuery, `argList: unexpected token ""`},
		{"execution error", from("prometheus-3.15/many_to_many.http"), false, providers.ErrQuery, "many-to-many matching not allowed"},
		{"too many points for the server", from("prometheus-3.15/too_many_points.http"), false, providers.ErrQuery, "exceeded maximum resolution of 11,000 points"},
		{"text", from("prometheus-3.15/string.http"), true, providers.ErrQuery, `unexpected value type "string"; ask for numbers`},
		{"samples over a range", from("prometheus-3.15/range_vector.http"), true, providers.ErrQuery, "put a function around it"},
		{"native histograms", from("prometheus-3.15/histograms.http"), false, providers.ErrQuery, "ask for the classic buckets, sum by (le) (increase(x_bucket[…])), or for a number: histogram_quantile"},
		{"a native histogram", from("prometheus-3.15/histogram.http"), true, providers.ErrQuery, "ask for the classic buckets"},
		{"error inside a success", say(`{"status":"error","errorType":"bad_data","error":"no such tenant"}`), false, providers.ErrQuery, "no such tenant"},

		{"warning", from("prometheus-3.15/warning.http"), false, providers.ErrUnavailable, "answers with a warning: PromQL warning: quantile value should be between 0 and 1, got 2"},
		{"a store of Thanos is down", say(`{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["receive series from Addr: store-1: context deadline exceeded"]}`), false, providers.ErrUnavailable, "warning: receive series from Addr: store-1"},
		{"a store of VictoriaMetrics is down", say(`{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}`), false, providers.ErrUnavailable, "answers in part"},
		{"timeout of the server", from("prometheus-3.15/timeout.http"), false, providers.ErrUnavailable, "answers with status 503 Service Unavailable: query timed out in expression evaluation"},
		{"timeout with another status", status(422, "application/json", `{"status":"error","errorType":"timeout","error":"too slow"}`), false, providers.ErrUnavailable, "timeout: too slow"},
		{"wrong path", from("prometheus-3.15/not_found.http"), false, providers.ErrUnavailable, "404 Not Found: 404 page not found; check the path of the address"},
		{"wrong path of VictoriaMetrics", from("victoriametrics-1.79.5/not_found.http"), false, providers.ErrUnavailable, "unsupported path requested: \"/nope/api/v1/query_range\"; check the path of the address"},
		{"no credentials", status(401, "text/plain", "Unauthorized\n"), false, providers.ErrUnavailable, "status 401 Unauthorized: Unauthorized; check user and password"},
		{"not for you", status(403, "text/html", "<h1>no</h1>"), false, providers.ErrUnavailable, "status 403 Forbidden: <h1>no</h1>; check user and password"},
		{"too many requests", status(429, "text/plain", ""), false, providers.ErrUnavailable, "status 429 Too Many Requests; it takes no more queries now"},
		{"bad gateway", status(502, "text/html", "<html>\r\n<b>502</b>\x00\x1b \xff"+strings.Repeat("long", 1000)), false, providers.ErrUnavailable, "502 Bad Gateway: <html> <b>502</b> \uFFFDlonglong"},
		{"sign in", status(302, "text/html", ""), false, providers.ErrUnavailable, "status 302 Found; it sends on to https://login.example/?next=%2F, which is not followed"},
		{"no content", status(204, "", ""), false, providers.ErrUnavailable, "status 204 No Content"},
		{"a page", status(200, "text/html; charset=utf-8", "<html>Welcome"), false, providers.ErrUnavailable, "answers with text/html; charset=utf-8 in place of JSON"},
		{"a page that claims to be JSON", say("<html>"), false, providers.ErrUnavailable, "is no whole JSON"},
		{"nothing", say(""), false, providers.ErrUnavailable, "the answer of 0 bytes is no whole JSON"},
		{"half an answer, well-framed", say(success + `[17676`), false, providers.ErrUnavailable, "is no whole JSON: unexpected end of JSON input"},
		{"other JSON", say(`{"hello":"world"}`), false, providers.ErrUnavailable, "answers with JSON that is not of the API"},
		{"no data", say(`{"status":"success","data":null}`), false, providers.ErrUnavailable, "the answer has no data"},
		{"no data for one step", say(`{"status":"success"}`), true, providers.ErrUnavailable, "the answer has no data"},
		{"a value that is none", say(success + `[1767607260,"much"]]}]}}`), false, providers.ErrUnavailable, "the answer cannot be read"},
		{"between the steps", say(success + `[1767607261,"1"]]}]}}`), false, providers.ErrUnavailable, "a value at 2026-01-05T10:01:01Z, which was not asked for"},
		{"before the window", say(success + `[1767607200,"1"]]}]}}`), false, providers.ErrUnavailable, "a value at 2026-01-05T10:00:00Z, which was not asked for"},
		{"after the window", say(success + `[1767607860,"1"]]}]}}`), false, providers.ErrUnavailable, "a value at 2026-01-05T10:11:00Z, which was not asked for"},
		{"the same series twice", say(success + `]},{"metric":{},"values":[]}]}}`), false, providers.ErrUnavailable, "two series with the labels {}"},
		{"vector for a range", say(`{"status":"success","data":{"resultType":"vector","result":[]}}`), false, providers.ErrUnavailable, "answers for a range with a vector"},
		{"too large", say(success + strings.Repeat(" ", 2000) + `]}]}}`), false, providers.ErrUnavailable, "the answer has more than 2000 bytes; let the query aggregate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := serve(t, c.answer, func(config *Config) { config.MaxResponseBytes = 2000 })
			q := tenMinutes("some_query")
			if c.single {
				q = lastMinute("some_query")
			}
			got, err := p.Fetch(context.Background(), q)
			if !errors.Is(err, c.want) || got != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Fetch gives %d series and\n%v\nwant none and %q saying\n%s", len(got), err, c.want, c.says)
			}
			if len(err.Error()) > 1000 {
				t.Errorf("Fetch gives an error of %d characters", len(err.Error()))
			}
		})
	}
}
