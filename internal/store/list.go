package store

import (
	"context"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// List returns a page of runs, the newest first, and the token of the next page; "" after the last one. The page's size is that of the
// request. The runs come without their specs. The error is [ErrToken] for a token that is not of these conditions.
func (s *Store) List(ctx context.Context, request *serinv1.ListAnalysesRequest) (page []*serinv1.Run, next string, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	conditions := conditionsOf(request)
	if err := conditions.after(request.PageToken); err != nil {
		return nil, "", err
	}
	query := `SELECT ` + runColumns + ` FROM runs` + conditions.where() + //nolint:gosec // conditions are ours; what a caller says are values
		` ORDER BY id DESC LIMIT ` + conditions.value(request.PageSize+1)
	rows, err := s.reader.QueryContext(ctx, query, conditions.values...)
	page, err = collect(rows, err, func(row scanner) (*serinv1.Run, error) {
		r, err := scanRun(row)
		if err == nil {
			r.Spec = nil
		}
		return r, err
	})
	if err != nil {
		return nil, "", err
	}
	if size := int(request.PageSize); len(page) > size {
		page = page[:size]
		next = conditions.token(page[size-1].Id)
	}
	return page, next, nil
}
