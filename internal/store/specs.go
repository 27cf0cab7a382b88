package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// PutSpec keeps a spec as the next version of its name, and returns it with its version; or the newest version, if that is the same
// spec.
func (s *Store) PutSpec(ctx context.Context, put *serinv1.StoredSpec) (*serinv1.StoredSpec, error) {
	for {
		if stored, err := s.putSpec(ctx, put); !errors.Is(err, errOvertaken) {
			return stored, err
		}
	}
}

// errOvertaken says that somebody else put the version that was next: who looks again finds it, so that one of any number gets on.
var errOvertaken = errors.New("another version was put at the same time")

func (s *Store) putSpec(ctx context.Context, put *serinv1.StoredSpec) (stored *serinv1.StoredSpec, err error) {
	err = s.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		newest, err := scanSpec(tx.QueryRowContext(ctx, `SELECT stored FROM specs WHERE name = $1 ORDER BY version DESC LIMIT 1`, put.Name))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if proto.Equal(newest.GetSpec(), put.Spec) {
			stored = newest
			return nil
		}
		stored = proto.CloneOf(put)
		stored.Version = newest.GetVersion() + 1
		message, err := encode(stored)
		if err != nil {
			return err
		}
		made, err := tx.ExecContext(ctx, `INSERT INTO specs (name, version, stored) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			stored.Name, stored.Version, message)
		if err != nil {
			return err
		}
		return orNone(made, errOvertaken)
	})
	return stored, err
}

func scanSpec(row scanner) (*serinv1.StoredSpec, error) {
	var message []byte
	if err := row.Scan(&message); err != nil {
		return nil, err
	}
	stored := &serinv1.StoredSpec{}
	return stored, decode(message, stored)
}

// Spec returns a version of a spec; 0 is the newest.
func (s *Store) Spec(ctx context.Context, name string, version int32) (stored *serinv1.StoredSpec, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	query := `SELECT stored FROM specs WHERE name = $1 AND version = $2`
	if version == 0 {
		query = `SELECT stored FROM specs WHERE name = $1 AND version > $2 ORDER BY version DESC LIMIT 1`
	}
	stored, err = scanSpec(s.reader.QueryRowContext(ctx, query, name, version))
	switch err = failure(err); {
	case errors.Is(err, ErrNotFound) && version != 0:
		return nil, fmt.Errorf("%w: no version %d of a spec %q", ErrNotFound, version, name)
	case errors.Is(err, ErrNotFound):
		return nil, fmt.Errorf("%w: no spec has the name %q", ErrNotFound, name)
	}
	return stored, err
}

// Specs returns the newest version of so many specs whose names come after one, in the order of their names.
func (s *Store) Specs(ctx context.Context, after string, limit int) ([]*serinv1.StoredSpec, error) {
	return s.specs(ctx, `
		SELECT stored FROM specs WHERE name > $1 AND version = (SELECT max(version) FROM specs same WHERE same.name = specs.name)
		ORDER BY name LIMIT $2`, after, limit)
}

// Versions returns so many versions of a spec that are older than one, the newest first; 0 for all.
func (s *Store) Versions(ctx context.Context, name string, before int32, limit int) ([]*serinv1.StoredSpec, error) {
	return s.specs(ctx, `
		SELECT stored FROM specs WHERE name = $1 AND (version < $2 OR $2 = 0) ORDER BY version DESC LIMIT $3`, name, before, limit)
}

// specs reads stored specs without the specs themselves.
func (s *Store) specs(ctx context.Context, query string, arguments ...any) (all []*serinv1.StoredSpec, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	rows, err := s.reader.QueryContext(ctx, query, arguments...)
	return collect(rows, err, func(row scanner) (*serinv1.StoredSpec, error) {
		stored, err := scanSpec(row)
		if err == nil {
			stored.Spec = nil
		}
		return stored, err
	})
}
