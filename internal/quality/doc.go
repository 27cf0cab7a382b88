// Package quality measures how often a rule of package backtest is right, on simulated canaries whose truth is known.
//
//   - [Benchmark] judges families of regressions and of their harmless twins under several laws of noise.
//   - [AA] looks several times at canaries that are as good as their baselines, while their data grow.
//   - [Small] judges a canary of one part in twenty by its errors.
//   - [Delay] looks at a worse canary every minute, and says after how many it is flagged.
//
// Everything is drawn from a seed: the same seed gives the same figures, on any number of processors.
//
// The command in the folder report writes all figures into docs/decision-quality.md (make decision-quality). While a
// rule is being tuned,
//
//	go run ./internal/quality/report -quick -only families,aa,small,delay
//
// prints the compact figures of some parts within a minute or so; see its -help.
package quality
