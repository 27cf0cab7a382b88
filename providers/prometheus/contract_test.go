package prometheus

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/providertest"
	"github.com/serin-canary/serin/series"
)

// A double is a server that knows the data of the suite, and of PromQL the name of a metric, with all its series, also
// those without a value in the window. The suite also runs against a real Prometheus, in the module e2e.
type double struct {
	data providertest.Data
}

func (d double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	expr := r.FormValue("query")
	if expr == "serin_plain{" {
		say(`{"status":"error","errorType":"bad_data","error":"unexpected end of input inside braces"}`)(w, r)
		return
	}
	start, end := seconds(r.FormValue("start")), seconds(r.FormValue("end"))
	step := seconds(r.FormValue("step")).Sub(time.Unix(0, 0))
	lookback, err := time.ParseDuration(r.FormValue("lookback_delta"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	result := []any{}
	for _, metric := range d.data.Metrics {
		for _, s := range metric.Series {
			values, labels := [][2]any{}, map[string]string{}
			maps.Copy(labels, s.Labels)
			for t := start; !t.After(end); t = t.Add(step) {
				if v, ok := newest(s.Samples, t, lookback); ok {
					values = append(values, [2]any{float64(t.UnixMilli()) / 1000, strconv.FormatFloat(v, 'g', -1, 64)})
				}
			}
			if metric.Name == expr {
				result = append(result, map[string]any{"metric": labels, "values": values})
			}
		}
	}
	answer, _ := json.Marshal(map[string]any{"status": "success", "data": map[string]any{"resultType": "matrix", "result": result}})
	say(string(answer))(w, r)
}

// newest returns the last value of the time from t − lookback, excluded, to t.
func newest(samples []series.Sample, t time.Time, lookback time.Duration) (value float64, ok bool) {
	for _, s := range samples {
		if s.Time.After(t.Add(-lookback)) && !s.Time.After(t) {
			value, ok = s.Value, true
		}
	}
	return value, ok
}

func seconds(text string) time.Time {
	s, _ := strconv.ParseFloat(text, 64)
	return time.UnixMilli(int64(s * 1000))
}

func TestContract(t *testing.T) {
	providertest.Run(t, func(t *testing.T, data providertest.Data) providers.Provider {
		return serve(t, double{data}.ServeHTTP, func(c *Config) { c.MaxPoints = 7 }) // so that there are parts
	},
		providertest.Rejecting("serin_plain{", "unexpected end of input inside braces"),
		providertest.Unavailable(func(t *testing.T) providers.Provider {
			closed := httptest.NewServer(http.NotFoundHandler())
			closed.Close()
			return must(t, Config{Address: closed.URL})
		}),
		providertest.Hanging(func(t *testing.T) providers.Provider {
			return serve(t, func(_ http.ResponseWriter, r *http.Request) {
				_ = r.ParseForm() // else the server does not see that the caller has gone
				<-r.Context().Done()
			})
		}))
}
