package server

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func TestSpecs(t *testing.T) {
	r := newReplica(t, steady)
	spec := func(name string, minutes int) *serinv1.Spec {
		s := runRequest().GetSpec()
		s.Name, s.Window = name, durationpb.New(time.Duration(minutes)*time.Minute)
		return s
	}
	for i, want := range []int32{1, 1, 2, 3} {
		if got := r.put(t, spec("checkout", []int{30, 30, 40, 30}[i])); got != want {
			t.Errorf("put %d: version %d, want %d", i, got, want)
		}
	}
	r.put(t, spec("cart", 30))
	r.put(t, spec("7", 30)) // a name that could be a version
	for version, minutes := range map[int32]int{0: 30, 1: 30, 2: 40} {
		got, err := r.specs.GetSpec(t.Context(), &serinv1.GetSpecRequest{Name: "checkout", Version: version})
		if err != nil || !proto.Equal(got.Stored.Spec, spec("checkout", minutes)) || got.Stored.Who != "ann" || !got.Stored.Created.AsTime().Equal(now()) {
			t.Errorf("version %d: %v, %v", version, got, err)
		}
	}
	for name, want := range map[string][]string{"": {"7 1", "cart 1", "checkout 3"}, "checkout": {"checkout 3", "checkout 2", "checkout 1"}, "no": nil} {
		for size := int32(1); size <= 4; size++ {
			if got := r.listSpecs(t, name, size); !slices.Equal(got, want) {
				t.Errorf("specs %q in pages of %d: %v, want %v", name, size, got, want)
			}
		}
	}
}

// listSpecs returns names and versions, page by page.
func (r *replica) listSpecs(t *testing.T, name string, size int32) (all []string) {
	t.Helper()
	request := &serinv1.ListSpecsRequest{Name: name, PageSize: size}
	for {
		page, err := r.specs.ListSpecs(t.Context(), request)
		if err != nil || len(page.Specs) > int(size) || len(all) > 10 {
			t.Fatalf("page after %v: %v, %v", all, page, err)
		}
		for _, s := range page.Specs {
			all = append(all, fmt.Sprint(s.Name, " ", s.Version))
		}
		if request.PageToken = page.NextPageToken; page.NextPageToken == "" {
			return all
		}
	}
}

func TestSpecMistakes(t *testing.T) {
	r := newReplica(t, steady)
	_, err := r.specs.PutSpec(t.Context(), &serinv1.PutSpecRequest{Spec: &serinv1.Spec{Provider: "http://x/"}})
	refused(t, "PutSpec", err, codes.InvalidArgument)
	if got := strings.Join(fieldsOf(err), " "); !strings.HasPrefix(got, "who ") || !strings.Contains(got, "spec.name") || !strings.Contains(got, "spec.provider") {
		t.Errorf("the mistakes are of %s", got)
	}
	_, err = r.specs.PutSpec(t.Context(), &serinv1.PutSpecRequest{Who: "ann"})
	refused(t, "PutSpec of nothing", err, codes.InvalidArgument)
	if got := strings.Join(fieldsOf(err), " "); got != "spec" {
		t.Errorf("nothing: the mistakes are of %s, want spec", got)
	}
	for name, request := range map[string]*serinv1.ListSpecsRequest{
		"page": {PageSize: 1001}, "token": {PageToken: "?"}, "token of names for versions": {Name: "checkout", PageToken: "Y2FydA"},
	} {
		_, err := r.specs.ListSpecs(t.Context(), request)
		refused(t, name, err, codes.InvalidArgument)
	}
	_, err = r.specs.GetSpec(t.Context(), &serinv1.GetSpecRequest{Name: "checkout", Version: 1})
	refused(t, "GetSpec", err, codes.NotFound)
}
