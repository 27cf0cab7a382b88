package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A usage is what processes have used so far.
type usage struct {
	servers, database, self time.Duration // of processors
	memory                  int           // resident, of the servers together, bytes
}

// ticks is how /proc counts processor time: 100 a second on every Linux of today.
const ticks = 100

// usage reads what the servers, the database and this command have used.
func (f *fleet) usage() (u usage) {
	for _, s := range f.servers {
		u.servers += processorTime(strconv.Itoa(s.process.Process.Pid))
		u.memory += resident(strconv.Itoa(s.process.Process.Pid))
	}
	u.self = processorTime("self")
	u.database = f.databaseTime()
	return u
}

// stat returns the fields of /proc/PID/stat after the name, which may hold blanks.
func stat(pid string) (name string, fields []string) {
	text, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return "", nil // the process is gone
	}
	open, end := strings.IndexByte(string(text), '('), strings.LastIndexByte(string(text), ')')
	return string(text[open+1 : end]), strings.Fields(string(text[end+1:]))
}

func processorTime(pid string) time.Duration {
	_, fields := stat(pid)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / ticks
}

func resident(pid string) int {
	_, fields := stat(pid)
	if len(fields) < 22 {
		return 0
	}
	pages, _ := strconv.Atoi(fields[21])
	return pages * os.Getpagesize()
}

// databaseTime is the processor time of every process of PostgreSQL on this machine; those that have ended count through the
// postmaster's children.
func (f *fleet) databaseTime() (total time.Duration) {
	if !f.postgresql {
		return 0
	}
	folders, _ := filepath.Glob("/proc/[0-9]*") // the pattern is right
	for _, folder := range folders {
		if name, _ := stat(filepath.Base(folder)); name == "postgres" {
			total += processorTime(filepath.Base(folder))
		}
	}
	return total
}
