package server

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/store"
)

const (
	defaultPage = 50
	maxPage     = 1_000
)

// pageSize returns how many a page holds.
func pageSize(asked int32) (int32, spec.Mistakes) {
	switch {
	case asked == 0:
		return defaultPage, nil
	case asked < 0 || asked > maxPage:
		return 0, spec.Mistakes{{Field: "page_size", Problem: fmt.Sprintf("must be between 1 and %d; it is %d", maxPage, asked)}}
	default:
		return asked, nil
	}
}

// unknown names the values of a condition that no run has, now or ever: a list of none would look as if nothing had happened.
func unknown[E protoreflect.Enum](field string, values []E) (mistakes spec.Mistakes) {
	for i, v := range values {
		if n := v.Number(); n == 0 || v.Descriptor().Values().ByNumber(n) == nil {
			mistakes = append(mistakes, spec.Mistake{
				Field: fmt.Sprintf("%s[%d]", field, i), Problem: fmt.Sprintf("no run has the value %d; name one that runs have, or leave it out", n),
			})
		}
	}
	return mistakes
}

// ListAnalyses answers with a page of runs.
func (s *analysisService) ListAnalyses(ctx context.Context, request *serinv1.ListAnalysesRequest) (*serinv1.ListAnalysesResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	request = proto.CloneOf(request)
	size, mistakes := pageSize(request.PageSize)
	mistakes = append(mistakes, unknown("states", request.States)...)
	mistakes = append(mistakes, unknown("verdicts", request.Verdicts)...)
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	request.PageSize = size
	runs, next, err := kept.List(ctx, request)
	if errors.Is(err, store.ErrToken) {
		return nil, spec.Mistakes{{Field: "page_token", Problem: err.Error()}}
	}
	return &serinv1.ListAnalysesResponse{Runs: runs, NextPageToken: next}, err
}
