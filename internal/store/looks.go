package store

import (
	"context"
	"errors"
	"fmt"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Looks returns the looks of a run from one number to another one, that included, in order; as many of them as there are.
func (s *Store) Looks(ctx context.Context, id string, from, to int32) (all []*serinv1.Look, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	rows, err := s.reader.QueryContext(ctx, `SELECT look FROM looks WHERE run_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number`, id, from, to)
	return collect(rows, err, func(row scanner) (*serinv1.Look, error) {
		var packed []byte
		if err := row.Scan(&packed); err != nil {
			return nil, err
		}
		look := &serinv1.Look{}
		return look, s.codec.unpack(packed, look)
	})
}

// Inputs returns a look, and the answers it was judged from.
func (s *Store) Inputs(ctx context.Context, id string, number int32) (look *serinv1.Look, answers *serinv1.Answers, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	var packed, inputs []byte
	row := s.reader.QueryRowContext(ctx, `SELECT look, inputs FROM looks WHERE run_id = $1 AND number = $2`, id, number)
	if err := failure(row.Scan(&packed, &inputs)); err != nil {
		if errors.Is(err, ErrNotFound) {
			err = fmt.Errorf("%w: the run %s has no look %d", ErrNotFound, id, number)
		}
		return nil, nil, err
	}
	look, answers = &serinv1.Look{}, &serinv1.Answers{}
	if err := s.codec.unpack(packed, look); err != nil {
		return nil, nil, err
	}
	return look, answers, s.codec.unpack(inputs, answers)
}
