// Package bench measures serin beside others, in one run, so that their ratio means something on any machine:
//
//	go test -bench . -benchmem
//
// It is a module of its own, so that what it is measured beside does not become a dependency of serin.
package bench
