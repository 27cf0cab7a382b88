package config

import (
	"strings"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// store: one backend, and what it is to do. A default file is in the folder of the configuration too.
func (c *checker) store(s *configv1.Store, config *Config) {
	store := &config.Store
	if file, ok := store.Backend.(SQLite); ok {
		store.Backend = SQLite{Path: c.source.inFolder(file.Path)}
	}
	if s == nil {
		return
	}
	switch backend := s.GetBackend().(type) {
	case *configv1.Store_Sqlite:
		store.Backend = c.sqlite("store.sqlite", backend.Sqlite, store.Backend)
	case *configv1.Store_Postgresql:
		store.Backend = c.postgresql("store.postgresql", backend.Postgresql)
	case *configv1.Store_None:
		store.Backend = NoStore{}
		c.nothingKept("store", s)
		return
	}
	c.retention("store.retention", s.GetRetention(), &store.Retention)
	c.count("store.parallel_queries", s.ParallelQueries, 10_000, &store.ParallelQueries)
}

// sqlite: a file, the default one where none is given.
func (c *checker) sqlite(path string, s *configv1.SQLite, standard StoreBackend) SQLite {
	if file, ok := standard.(SQLite); ok && s.Path == nil {
		return file
	}
	path = join(path, "path")
	if !isDatabaseFile(s.GetPath()) {
		c.add(path, "must be the path of a file, such as /var/lib/serin/serin.db: no folder, no : at its beginning, no file: and no ?; "+
			"to keep no runs, write none: {} in place of sqlite")
		return SQLite{}
	}
	return SQLite{Path: c.path(path, s.GetPath())}
}

// isDatabaseFile says that text is meant to be a file, and nothing else that SQLite takes for one.
func isDatabaseFile(text string) bool {
	return !strings.HasPrefix(text, ":") && !strings.HasPrefix(text, "file:") && !strings.Contains(text, "?") && !strings.HasSuffix(text, "/")
}

// nothingKept: nothing is said of runs that are not kept.
func (c *checker) nothingKept(path string, s *configv1.Store) {
	const useless = "is for a store that keeps runs; leave it out, or write sqlite: {} in place of none"
	if s.GetRetention() != nil {
		c.add(join(path, "retention"), useless)
	}
	if s.ParallelQueries != nil {
		c.add(join(path, "parallel_queries"), useless)
	}
}
