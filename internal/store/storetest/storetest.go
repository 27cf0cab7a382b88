// Package storetest holds the contract of [store.Store] as a test, for every database that it can be in.
package storetest

import (
	"testing"

	"github.com/serin-canary/serin/internal/store"
)

// Run tests that stores keep the contract. open returns a store that is empty, of a database that nobody else uses, and closes it
// when its test is over.
func Run(t *testing.T, open func(t testing.TB) *store.Store) {
	t.Helper()
	for _, part := range contract() {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.check(t, open(t))
		})
	}
}

// A part of the contract: what it says, and how to see whether a store keeps it.
type part struct {
	name  string
	check func(t *testing.T, s *store.Store)
}

// contract returns the contract, part by part.
func contract() []part {
	return []part{
		{"a request starts one run, however often it is sent", createsOnce},
		{"requests at once start one run", createsOnceAtOnce},
		{"a run is as it was created", keepsRuns},
		{"what is not there is not found", findsNothing},
		{"an update that ends a run takes its look away", updatesEnd},
		{"an update that is refused changes nothing", updatesNothing},
		{"updates at once lose nothing", updatesAtOnce},
		{"a look is one caller's", claimsOnce},
		{"only the next look of a run that is not over is claimed", claimsNext},
		{"a claim lasts for a lease", claimsExpire},
		{"a claim is renewed", renews},
		{"a claim is given back", releases},
		{"a look is saved with its run", saves},
		{"a look that is somebody else's is not saved", savesNothingLost},
		{"a look is saved as a whole or not at all", savesAllOrNothing},
		{"looks are as they were saved", keepsLooks},
		{"lists meet all conditions", lists},
		{"pages stay while runs are created", listsPages},
		{"a page token is of its conditions", listsRefuse},
		{"the revision grows with every change", revises},
		{"a spec that differs is the next version", putsSpecs},
		{"specs put at once all have a version", putsSpecsAtOnce},
		{"specs are listed in pages", listsSpecs},
		{"runs that are over are pruned by age", prunesOld},
		{"runs that are over are pruned by count", prunesMany},
		{"a process takes the looks of a run when they are due", works},
		{"a look that its process left is woken again", wakesLeftBehind},
		{"a process that stops lets its looks end", stops},
		{"a process that has no time left cuts its looks off", stopsAtOnce},
	}
}
