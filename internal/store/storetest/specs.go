package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

// stored returns a spec to put; contents tells apart those of one name.
func stored(name, contents, who string) *serinv1.StoredSpec {
	return &serinv1.StoredSpec{
		Name: name, Spec: &serinv1.Spec{Name: name, Provider: contents}, Who: who, Created: timestamppb.New(noon()),
	}
}

func putsSpecs(t *testing.T, s *store.Store) {
	for i, test := range []struct {
		name, contents, who string
		version             int32
		by                  string // who put what is kept
	}{
		{"checkout", "a", "ann", 1, "ann"},
		{"checkout", "a", "bob", 1, "ann"}, // nothing new
		{"checkout", "b", "bob", 2, "bob"},
		{"checkout", "a", "cem", 3, "cem"}, // as the one before the newest
		{"cart", "a", "bob", 1, "bob"},
	} {
		put := stored(test.name, test.contents, test.who)
		got, err := s.PutSpec(t.Context(), put)
		if err != nil {
			t.Fatal(err)
		}
		want := stored(test.name, test.contents, test.by)
		want.Version = test.version
		is(t, fmt.Sprint("put ", i), got, want)
		for _, version := range []int32{0, test.version} {
			kept, err := s.Spec(t.Context(), test.name, version)
			if err != nil {
				t.Fatal(err)
			}
			is(t, fmt.Sprintf("version %d after put %d", version, i), kept, want)
		}
	}
	for _, version := range []int32{4, -1} {
		_, err := s.Spec(t.Context(), "checkout", version)
		fails(t, fmt.Sprint("version ", version), err, store.ErrNotFound)
	}
}

func putsSpecsAtOnce(t *testing.T, s *store.Store) {
	const n = 12
	versions := make([]int32, n)
	errs := atOnce(n, func(i int) error {
		put, err := s.PutSpec(t.Context(), stored("checkout", fmt.Sprint(i/2), "ann")) // each twice
		versions[i] = put.GetVersion()
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i, version := range versions {
		kept, err := s.Spec(t.Context(), "checkout", version)
		if err != nil || kept.Spec.Provider != fmt.Sprint(i/2) {
			t.Errorf("version %d is %v (%v), want that of put %d", version, kept, err, i)
		}
	}
	all, err := s.Versions(t.Context(), "checkout", 0, 100)
	if err != nil || len(all) < n/2 || len(all) > n || int(all[0].Version) != len(all) {
		t.Errorf("%d versions of %d specs, the newest is %v; %v", len(all), n/2, all[0], err)
	}
}

func listsSpecs(t *testing.T, s *store.Store) {
	for _, name := range []string{"cart", "checkout", "search"} {
		for _, contents := range []string{"a", "b", "c"} {
			if _, err := s.PutSpec(t.Context(), stored(name, contents, "ann")); err != nil {
				t.Fatal(err)
			}
		}
	}
	words := func(all []*serinv1.StoredSpec, err error) []string {
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, one := range all {
			if got = append(got, fmt.Sprint(one.Name, " ", one.Version)); one.Spec != nil {
				t.Errorf("%s comes with its spec", one.Name)
			}
		}
		return got
	}
	for _, test := range []struct {
		name string
		got  []string
		want []string
	}{
		{"names", words(s.Specs(t.Context(), "", 10)), []string{"cart 3", "checkout 3", "search 3"}},
		{"so many names", words(s.Specs(t.Context(), "", 2)), []string{"cart 3", "checkout 3"}},
		{"names after one", words(s.Specs(t.Context(), "cart", 1)), []string{"checkout 3"}},
		{"names after the last", words(s.Specs(t.Context(), "search", 2)), []string{}},
		{"versions", words(s.Versions(t.Context(), "cart", 0, 10)), []string{"cart 3", "cart 2", "cart 1"}},
		{"versions before one", words(s.Versions(t.Context(), "cart", 3, 1)), []string{"cart 2"}},
		{"versions before the first", words(s.Versions(t.Context(), "cart", 1, 1)), []string{}},
		{"versions of nothing", words(s.Versions(t.Context(), "nothing", 0, 1)), []string{}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, test.got, test.want)
		}
	}
}
