// Package e2e tests serin as it is used: its binary, its service and its providers against real servers. It is a module
// of its own, so that what the servers need stays out of serin's.
//
//	go -C e2e test ./...
//
// Prometheus is built from its module, which e2e/prometheus pins. The first time that downloads some three hundred modules
// and compiles what it needs of them, which takes four minutes on two cores; from then on the build cache answers, and a
// run takes three quarters of a minute, most of it the wait for real scrapes.
//
// PostgreSQL is the one that is installed: its programs are looked for in PATH, then in /usr/lib/postgresql/*/bin, or only
// in the folder that SERIN_PG_BIN names. On Debian, apt-get install postgresql. Each test starts a server of its own, in a
// second; run by root, it runs as postgres or nobody.
//
// What durable runs promise is tested with processes that are really killed, on a SQLite file and on PostgreSQL, with a backend
// whose values are known beforehand: these tests go side by side and take two and a half minutes, most of them the wait for looks
// that are due in real time. Some put a store on a small disk, which only root may mount.
//
// Where a server cannot be had, its tests are skipped with a sentence on how to get it. With CI=true in the environment
// they fail.
package e2e
