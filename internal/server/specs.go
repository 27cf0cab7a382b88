package server

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

// specService answers the SpecService.
type specService struct {
	serinv1.UnimplementedSpecServiceServer
	keeper
	now func() time.Time
}

// PutSpec stores a spec.
func (s *specService) PutSpec(ctx context.Context, request *serinv1.PutSpecRequest) (*serinv1.PutSpecResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	mistakes := append(person(request.Who, "", false), specMistakes(request.Spec)...)
	if strings.Contains(request.Spec.GetName(), "@") {
		mistakes = append(mistakes, spec.Mistake{Field: "spec.name", Problem: "has an @, which stands between the name and the version of a stored spec; leave it out"})
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	stored, err := kept.PutSpec(ctx, &serinv1.StoredSpec{
		Name: request.Spec.Name, Spec: request.Spec, Who: request.Who, Created: timestamppb.New(s.now()),
	})
	return &serinv1.PutSpecResponse{Stored: stored}, err
}

// specMistakes returns what is wrong with the spec of a request, with the paths of the request.
func specMistakes(s *serinv1.Spec) spec.Mistakes {
	mistakes := spec.Validate(s, spec.FromProvider)
	for i, m := range mistakes {
		mistakes[i].Field = strings.TrimSuffix("spec."+m.Field, ".")
	}
	return mistakes
}

// GetSpec answers with a version of a spec.
func (s *specService) GetSpec(ctx context.Context, request *serinv1.GetSpecRequest) (*serinv1.GetSpecResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	stored, err := kept.Spec(ctx, request.Name, request.Version)
	return &serinv1.GetSpecResponse{Stored: stored}, err
}

// ListSpecs answers with a page of specs.
func (s *specService) ListSpecs(ctx context.Context, request *serinv1.ListSpecsRequest) (*serinv1.ListSpecsResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	size, mistakes := pageSize(request.PageSize)
	after, err := base64.RawURLEncoding.DecodeString(request.PageToken)
	before, notNumber := strconv.ParseInt("0"+string(after), 10, 32)
	if err != nil || request.Name != "" && notNumber != nil {
		mistakes = append(mistakes, spec.Mistake{
			Field: "page_token", Problem: "it is not of a page of these specs; leave it out to begin with the first page",
		})
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	var specs []*serinv1.StoredSpec
	if request.Name == "" {
		specs, err = kept.Specs(ctx, string(after), int(size)+1)
	} else {
		specs, err = kept.Versions(ctx, request.Name, int32(before), int(size)+1)
	}
	response := &serinv1.ListSpecsResponse{Specs: specs}
	if len(specs) > int(size) {
		response.Specs = specs[:size]
		last := specs[size-1].Name
		if request.Name != "" {
			last = strconv.Itoa(int(specs[size-1].Version))
		}
		response.NextPageToken = base64.RawURLEncoding.EncodeToString([]byte(last))
	}
	return response, err
}
