package spec

// Template is a first spec file to start from, as a new user should see it: valid as it stands, with presets.
const Template = `# What serin judges, and how. Check it with: serin spec validate FILE
name: my-service
provider: prometheus            # a name from the server's configuration
variables: [version]            # what each population must set: --baseline version=1.41.0 --canary version=1.42.0
step: 1m                        # one value per step; ${step} in queries
window: 30m                     # how much is looked at; ends at the last full step
# warm_up: 5m                   # how much of the window's beginning is not judged: caches fill, connections open
# history: 6h                   # before the window: what the two differed by then already is no harm of the canary
# slices: {label: region}       # judge region by region, where a query answers with one series for each
# rule: kayenta                 # judge as Kayenta would, to set both verdicts side by side
# schedule: {interval: 5m, duration: 1h}  # of a run (serin analyze --watch): a look every five minutes, for an hour

metrics:
  - name: errors
    preset: errors              # higher is worse: pause at +20 %, abort at twice the rate
    role: critical              # can abort alone; the others count in the score
    ratio:
      events: 'sum(increase(http_requests_total{app="my-service",version="${version}",code=~"5.."}[${step}]))'
      total: 'sum(increase(http_requests_total{app="my-service",version="${version}"}[${step}]))'

  - name: latency
    preset: latency             # higher is worse: pause at +20 %, abort at +50 %
    unit: s
    histogram:
      buckets: 'sum by (le) (increase(http_request_duration_seconds_bucket{app="my-service",version="${version}"}[${step}]))'

  - name: memory
    preset: saturation          # higher is worse, by the usual margins of a gauge
    role: signal                # may pause, never aborts
    gauge:
      query: 'max(container_memory_working_set_bytes{app="my-service",version="${version}"})'
`
