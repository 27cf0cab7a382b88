package recording

import (
	"testing"
	"testing/fstest"

	"google.golang.org/protobuf/proto"
)

// The law: whatever stands in the files, reading does not panic, and what can be read can be written and reads back the
// same.

// FuzzTables varies the tables of one analysis that has metrics of every kind.
func FuzzTables(f *testing.F) {
	f.Add("latency,le=0.5,canary,eu,2026-01-05T12:01:00Z,NaN\n", "latency,buckets,canary,p,\"q\n\",,\n")
	f.Add("depth,value,baseline,,2026-01-05T10:03:00Z,1e-7\n", "depth,value,baseline,p,q,,\ndepth,value,canary,p,q,timeout,\"a,\"\n")
	f.Add("crashes,events,canary,,2026-01-05T12:00:00Z,-Inf\ncrashes,exposure,canary,,2026-01-05T12:01:00Z,2\n", "")
	f.Add("errors,events,canary,a,2026-01-05T12:01:00Z,1\nerrors,total,canary,a,2026-01-05T12:01:00Z,9\n", "errors,total,canary,p,q,too_many_series,\n")
	f.Add("", "\r") // no rows
	f.Fuzz(func(t *testing.T, observed, asked string) {
		readsBack(t, folder(observed, asked))
	})
}

// FuzzRead varies whole files.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"only_eu_west_bad", "restarted_counter", "latency_histogram_up", "provider_timeout"} {
		f.Add(fileOf(f, name, analysisFile), fileOf(f, name, seriesFile)[:500:500], fileOf(f, name, queriesFile))
	}
	f.Add([]byte(analysis), []byte(seriesHead), []byte(nil))
	history := before("crashes,events,baseline_history,eu,2026-01-05T11:58:00Z,7\n", "crashes,events,baseline_history,p,q,,\n")
	f.Add(history[analysisFile].Data, history[seriesFile].Data, history[queriesFile].Data)
	f.Fuzz(func(t *testing.T, spec, observed, asked []byte) {
		files := fstest.MapFS{analysisFile: {Data: spec}, seriesFile: {Data: observed}}
		if len(asked) > 0 {
			files[queriesFile] = &fstest.MapFile{Data: asked}
		}
		readsBack(t, files)
	})
}

// readsBack checks the law on one recording.
func readsBack(t *testing.T, files fstest.MapFS) {
	t.Helper()
	r, err := Read(files)
	if err != nil {
		return
	}
	written, err := r.files()
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	kept := fstest.MapFS{}
	for _, file := range written {
		if file.text != nil {
			kept[file.name] = &fstest.MapFile{Data: file.text}
		}
	}
	again, err := Read(kept)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v", err)
	}
	if !proto.Equal(again.message(), r.message()) {
		t.Fatalf("analysis reads back as %v, want %v", again.message(), r.message())
	}
	got, want := answersOf(again), answersOf(r)
	if len(got) != len(want) {
		t.Fatalf("%d answers read back, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("answer %d reads back as\n%s\nwant\n%s", i, got[i], want[i])
		}
	}
}
