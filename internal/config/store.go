package config

import (
	"log/slog"
	"time"
)

// A Store says where runs are kept, for how long, and how much their looks ask at once.
type Store struct {
	Backend         StoreBackend
	Retention       Retention
	ParallelQueries int // that all looks of this process ask one provider at once
}

// A Retention says how long runs that are over are kept: what is beyond one of the two is deleted.
type Retention struct {
	Age   time.Duration // since the run was over
	Count int           // of runs that are over
}

// A StoreBackend says what keeps the runs, and all it needs for that: [SQLite], [PostgreSQL] or [NoStore].
type StoreBackend interface {
	// describe returns what a log may say of it.
	describe() []slog.Attr
}

// SQLite is a database in one file.
type SQLite struct {
	Path string // of the file; a relative one starts from the working directory
}

// PostgreSQL is a database of a PostgreSQL server.
type PostgreSQL struct {
	URL            Secret // which pgx can read, and which names a database
	MaxConnections int    // that this process opens
}

// NoStore keeps no runs.
type NoStore struct{}

// LogValue names the store, its kind and how long it keeps runs; never a secret.
func (s Store) LogValue() slog.Value {
	var attributes []slog.Attr
	if s.Backend != nil {
		attributes = s.Backend.describe()
	}
	if s.Backend != (NoStore{}) {
		attributes = append(attributes, slog.Duration("age", s.Retention.Age), slog.Int("count", s.Retention.Count),
			slog.Int("parallel_queries", s.ParallelQueries))
	}
	return slog.GroupValue(attributes...)
}

func (s SQLite) describe() []slog.Attr {
	return []slog.Attr{slog.String("kind", "sqlite"), slog.String("path", s.Path)}
}

func (p PostgreSQL) describe() []slog.Attr {
	return []slog.Attr{slog.String("kind", "postgresql"), slog.Int("max_connections", p.MaxConnections)}
}

func (NoStore) describe() []slog.Attr {
	return []slog.Attr{slog.String("kind", "none")}
}
