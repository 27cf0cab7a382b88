package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/riverqueue/river"
)

// lookJob wakes a run for one of its looks. There may be several of the same look: only the first to claim it takes it.
type lookJob struct {
	Run  string    `json:"run"`
	Look int32     `json:"look"`
	Due  time.Time `json:"due"`
}

// Kind names the job in the database.
func (lookJob) Kind() string { return "look" }

// soon is how far off a job must be for River to keep it as one that is scheduled, which its leader moves to those that are available
// every five seconds. A nearer one would come late by that; it is available at once, and snoozes.
const soon = 6 * time.Second

// wakeAt puts a timer into the transaction of the state it belongs to.
func (s *Store) wakeAt(ctx context.Context, tx *sql.Tx, job lookJob) error {
	options := &river.InsertOpts{MaxAttempts: 1}
	if time.Until(job.Due) > soon {
		options.ScheduledAt = job.Due
	}
	_, err := s.timers.InsertTx(ctx, tx, job, options)
	return err
}

// Work is what a process does with the runs that are awake.
type Work struct {
	// Look takes a look of a run that is due, and perhaps later ones. It may be called for a look that is somebody else's. When
	// stopping is done it should come to an end soon, and when ctx is done at once.
	Look     func(ctx context.Context, stopping <-chan struct{}, id string, number int32)
	Parallel int // looks at once
	Retention
}

// A Worker takes looks until it is stopped. Where others use the store, too, it says every half a second that it is alive; when one has
// not for two seconds, the others take up what it was taking.
type Worker struct {
	store    *Store
	client   *river.Client[*sql.Tx]
	stopping context.Context // done when no more looks are taken
	stop     context.CancelFunc
	alive    context.Context // done when those that were being taken are over
	end      context.CancelFunc
	sweeping sync.WaitGroup
	warned   time.Time // that there is no sweeping

	aliveSaid  time.Time // when it last said so
	aliveSince time.Time // since when it has said so without a break; zero: there is one now
}

// Start begins to take looks.
func (s *Store) Start(ctx context.Context, work Work) (*Worker, error) {
	w := &Worker{store: s}
	w.stopping, w.stop = context.WithCancel(context.WithoutCancel(ctx))
	w.alive, w.end = context.WithCancel(context.WithoutCancel(ctx))
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[lookJob]) error {
		if early := time.Until(job.Args.Due); early > 0 {
			return river.JobSnooze(early)
		}
		work.Look(ctx, w.stopping.Done(), job.Args.Run, job.Args.Look)
		return nil
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[pruneJob]) error {
		_, err := s.Prune(ctx, work.Retention, time.Now())
		return err
	}))
	var err error
	w.client, err = river.NewClient(s.queue, &river.Config{
		Workers: workers, Logger: quiet(s.log),
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: max(1, work.Parallel)}},
		// A look ends by itself, in time.
		JobTimeout: -1,
		// Neither database tells River of new jobs by this driver, so it asks.
		FetchPollInterval:           500 * time.Millisecond,
		CompletedJobRetentionPeriod: 5 * time.Minute,
		DiscardedJobRetentionPeriod: time.Hour,
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(pruneInterval),
			func() (river.JobArgs, *river.InsertOpts) { return pruneJob{}, &river.InsertOpts{MaxAttempts: 1} },
			&river.PeriodicJobOpts{RunOnStart: true})},
	})
	if err == nil {
		w.sweep() // before River asks for the first time: what the last process left is taken up at once
		err = w.client.Start(context.WithoutCancel(ctx))
	}
	if err != nil {
		w.stop()
		w.end()
		return nil, failure(err)
	}
	w.sweeping.Go(w.keepSweeping)
	return w, nil
}

// Stop takes no more looks, and returns when those that are being taken are over, or have been told to be because ctx is.
func (w *Worker) Stop(ctx context.Context) error {
	w.stop()
	err := w.client.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), sweepTimeout)
		defer cancel()
		err = w.client.StopAndCancel(last)
	}
	w.end()
	w.sweeping.Wait()
	w.leave(context.WithoutCancel(ctx))
	return err
}
