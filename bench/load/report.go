package main

import (
	"fmt"
	"slices"
	"time"
)

// report prints one row of figures.
func report(o options, before, after usage, passed time.Duration, late lateness) {
	share := func(before, after time.Duration) float64 { return 100 * (after - before).Seconds() / passed.Seconds() }
	slices.Sort(late.of)
	quantile := func(q float64) time.Duration {
		if len(late.of) == 0 {
			return 0
		}
		return late.of[int(q*float64(len(late.of)-1))].Round(time.Millisecond)
	}
	fmt.Println("| runs | servers | looks a second | serin, % of a core | memory, MB | PostgreSQL, % of a core | metrics, % of a core | late, median | 99 % | most | missing |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	fmt.Printf("| %d | %d | %.0f | %.0f | %d | %.0f | %.0f | %v | %v | %v | %d |\n",
		o.runs, o.replicas, float64(o.runs)*float64(len(late.of))/float64(late.sampled)/passed.Seconds(),
		share(before.servers, after.servers), after.memory>>20, share(before.database, after.database), share(before.self, after.self),
		quantile(0.5), quantile(0.99), quantile(1), late.missing)
}
