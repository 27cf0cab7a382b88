// Command load keeps many runs going at once on real serin servers, and says what they cost: processor time, memory, how late the
// looks are. docs/performance.md has its figures.
//
//	go -C bench run ./load -runs 5000                                      # one server with its SQLite file
//	go -C bench run ./load -runs 5000 -replicas 4 -postgresql postgres://… # four servers on one database
//
// Everything is on one machine: the servers, the database, and the metrics they ask for, which this command serves in the way of
// Prometheus. It reads what processes use from /proc, so it needs Linux.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// Options are the command's flags.
type options struct {
	runs, metrics, replicas, parallel int
	interval, warm, measured          time.Duration
	postgresql                        string
	hang                              bool
}

func main() {
	var o options
	flag.IntVar(&o.runs, "runs", 5000, "runs at once")
	flag.IntVar(&o.metrics, "metrics", 2, "metrics of each run: gauges, each of two queries a look")
	flag.IntVar(&o.replicas, "replicas", 1, "servers; more than one needs -postgresql")
	flag.IntVar(&o.parallel, "parallel", 64, "queries that the looks of a server ask at once")
	flag.DurationVar(&o.interval, "interval", time.Minute, "time from look to look; the runs are spread over it")
	flag.DurationVar(&o.warm, "warm", 30*time.Second, "how long they run before anything is measured, after the last one was created")
	flag.DurationVar(&o.measured, "for", 2*time.Minute, "how long they are measured")
	flag.StringVar(&o.postgresql, "postgresql", "", "URL of an empty database; without it the store is a SQLite file")
	flag.BoolVar(&o.hang, "hang", false, "let the metrics answer nothing: every look waits for half of its interval")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := load(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// load runs it all.
func load(ctx context.Context, o options) error {
	folder, err := os.MkdirTemp("", "serin-load-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a temporary folder is the system's to clean up, in the end
	fleet, err := startFleet(ctx, folder, o)
	if err != nil {
		return err
	}
	defer fleet.stop()
	ids, err := fleet.createRuns(ctx, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d runs; warming up for %v, then measuring for %v\n", len(ids), o.warm, o.measured)
	if err := sleep(ctx, o.warm); err != nil {
		return err
	}
	from, before := time.Now(), fleet.usage()
	if err := sleep(ctx, o.measured); err != nil {
		return err
	}
	to, after := time.Now(), fleet.usage()
	// Looks that were due shortly before the end need some time to be over.
	if err := sleep(ctx, 5*time.Second); err != nil {
		return err
	}
	late, err := fleet.lateness(ctx, ids, from, to)
	if err != nil {
		return err
	}
	report(o, before, after, to.Sub(from), late)
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
