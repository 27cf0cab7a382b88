package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
)

func lists(t *testing.T, s *store.Store) {
	names := map[string]string{} // by id
	add := func(name string, minute int, change func(*serinv1.CreateAnalysisRequest)) *serinv1.Run {
		r := newRun(t, change)
		r.Created = timestamppb.New(noon().Add(time.Duration(minute) * time.Minute))
		if _, err := s.Create(t.Context(), r, ""); err != nil {
			t.Fatal(err)
		}
		names[r.Id] = name
		return r
	}
	labelled := func(service string, labels map[string]string) func(*serinv1.CreateAnalysisRequest) {
		return func(r *serinv1.CreateAnalysisRequest) { r.Service, r.Labels = service, labels }
	}
	add("queued", 0, labelled("cart", map[string]string{"team": "a", "env": "prod"}))
	running := add("running", 1, labelled("cart", map[string]string{"team": "b"}))
	aborted := add("aborted", 2, labelled("search", map[string]string{"team": "a"}))
	cancelled := add("cancelled", 3, labelled("search", nil))
	promoted := add("promoted", 4, labelled("", map[string]string{"team": "prod"}))
	take(t, s, running.Id, 1, serinv1.Verdict_VERDICT_PAUSE)
	take(t, s, aborted.Id, 1, serinv1.Verdict_VERDICT_ABORT)
	end(t, s, cancelled.Id, noon())
	if _, err := s.Update(t.Context(), promoted.Id, func(r *serinv1.Run) error {
		run.Override(r, run.NewOverride(serinv1.Verdict_VERDICT_PROMOTE, "ann", "why", noon()))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	at := func(minute int) *timestamppb.Timestamp {
		return timestamppb.New(noon().Add(time.Duration(minute) * time.Minute))
	}
	const queuedState, runningState = serinv1.RunState_RUN_STATE_QUEUED, serinv1.RunState_RUN_STATE_RUNNING
	for _, test := range []struct {
		name    string
		request *serinv1.ListAnalysesRequest
		want    string
	}{
		{"all", &serinv1.ListAnalysesRequest{}, "promoted cancelled aborted running queued"},
		{"service", &serinv1.ListAnalysesRequest{Service: "cart"}, "running queued"},
		{"service in part", &serinv1.ListAnalysesRequest{Service: "car"}, ""},
		{"label", &serinv1.ListAnalysesRequest{Labels: map[string]string{"team": "a"}}, "aborted queued"},
		{"labels", &serinv1.ListAnalysesRequest{Labels: map[string]string{"team": "a", "env": "prod"}}, "queued"},
		{"label of another name", &serinv1.ListAnalysesRequest{Labels: map[string]string{"env": "a"}}, ""},
		{"state", &serinv1.ListAnalysesRequest{States: []serinv1.RunState{runningState}}, "running"},
		{"states", &serinv1.ListAnalysesRequest{States: []serinv1.RunState{queuedState, runningState}}, "running queued"},
		{"verdict", &serinv1.ListAnalysesRequest{Verdicts: []serinv1.Verdict{serinv1.Verdict_VERDICT_ABORT}}, "aborted"},
		{"verdict of a person", &serinv1.ListAnalysesRequest{Verdicts: []serinv1.Verdict{serinv1.Verdict_VERDICT_PROMOTE}}, "promoted"},
		{"from", &serinv1.ListAnalysesRequest{CreatedFrom: at(3)}, "promoted cancelled"},
		{"before", &serinv1.ListAnalysesRequest{CreatedBefore: at(1)}, "queued"},
		{"from and before", &serinv1.ListAnalysesRequest{CreatedFrom: at(1), CreatedBefore: at(3)}, "aborted running"},
		{"all together", &serinv1.ListAnalysesRequest{
			Service: "search", Labels: map[string]string{"team": "a"}, States: []serinv1.RunState{serinv1.RunState_RUN_STATE_SUCCEEDED},
			Verdicts: []serinv1.Verdict{serinv1.Verdict_VERDICT_ABORT, serinv1.Verdict_VERDICT_PAUSE}, CreatedFrom: at(2), CreatedBefore: at(3),
		}, "aborted"},
	} {
		test.request.PageSize = 50
		page, next, err := s.List(t.Context(), test.request)
		var got []string
		for _, r := range page {
			if got = append(got, names[r.Id]); r.Spec != nil {
				t.Errorf("%s: the run %s comes with its spec", test.name, r.Id)
			}
		}
		if strings.Join(got, " ") != test.want || next != "" || err != nil {
			t.Errorf("%s: got %v and the token %q (%v), want %s", test.name, got, next, err, test.want)
		}
	}
}

func listsPages(t *testing.T, s *store.Store) {
	for _, size := range []int32{1, 2, 3, 5, 6, 7} {
		service := fmt.Sprint("pages of ", size)
		of := func(r *serinv1.CreateAnalysisRequest) { r.Service = service }
		var want, got []string
		for range 6 {
			want = append(want, create(t, s, of).Id)
		}
		slices.Reverse(want)
		request := &serinv1.ListAnalysesRequest{Service: service, PageSize: size}
		for pages := 0; ; pages++ {
			page, next, err := s.List(t.Context(), request)
			if err != nil || len(page) > int(size) || pages > 6 {
				t.Fatalf("%s: page %d has %d: %v", service, pages, len(page), err)
			}
			for _, r := range page {
				got = append(got, r.Id)
			}
			if request.PageToken = next; next == "" {
				break
			}
			create(t, s, of) // is not of these pages
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", service, got, want)
		}
	}
}

func listsRefuse(t *testing.T, s *store.Store) {
	for range 3 {
		create(t, s)
	}
	first := &serinv1.ListAnalysesRequest{Service: "checkout", PageSize: 1}
	_, next, err := s.List(t.Context(), first)
	if err != nil || next == "" {
		t.Fatalf("the first page: %q, %v", next, err)
	}
	for name, change := range map[string]func(*serinv1.ListAnalysesRequest){
		"another service":   func(r *serinv1.ListAnalysesRequest) { r.Service = "cart" },
		"no service":        func(r *serinv1.ListAnalysesRequest) { r.Service = "" },
		"one label more":    func(r *serinv1.ListAnalysesRequest) { r.Labels = map[string]string{"team": "payments"} },
		"no token of ours":  func(r *serinv1.ListAnalysesRequest) { r.PageToken = "2" },
		"half a token":      func(r *serinv1.ListAnalysesRequest) { r.PageToken = next[:8] },
		"not even in order": func(r *serinv1.ListAnalysesRequest) { r.PageToken = "?" + next },
	} {
		request := proto.CloneOf(first)
		request.PageToken = next
		change(request)
		_, _, err := s.List(t.Context(), request)
		fails(t, name, err, store.ErrToken)
	}
	request := proto.CloneOf(first)
	request.PageToken, request.PageSize = next, 2
	if page, _, err := s.List(t.Context(), request); len(page) != 2 || err != nil {
		t.Errorf("a page of another size: %d runs, %v", len(page), err)
	}
}
