package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

// What was kept is there when the file is opened again, whatever it is called.
func TestOpenTwice(t *testing.T) {
	for _, name := range []string{"serin.db", "a b.db", "what?.db", "100%.db", "a#b.db", "a&mode=memory.db", "ünïcode.db", "%41.db"} {
		path := filepath.Join(t.TempDir(), name)
		for range 2 {
			s := mustOpen(t, path)
			if _, err := s.PutSpec(t.Context(), &serinv1.StoredSpec{Name: "checkout", Spec: &serinv1.Spec{Name: "checkout"}}); err != nil {
				t.Fatal(err)
			}
			kept, err := s.Spec(t.Context(), "checkout", 0)
			if err != nil || kept.Version != 1 {
				t.Errorf("%s: version %d, %v", name, kept.GetVersion(), err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("%s: Close: %v", name, err)
			}
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: the file is another one: %v", name, err)
		}
	}
}

// What cannot be opened says why, and what to do.
func TestOpenRefuses(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare func(t *testing.T, path string) (other string)
		o       store.Options
		want    string
		is      error
	}{
		{"a file in use", func(t *testing.T, path string) string {
			mustOpen(t, path)
			return path
		}, store.Options{}, "is used by another serin; stop it, name another file", nil},
		{"a file in use by another name", func(t *testing.T, path string) string {
			mustOpen(t, path)
			other := path + " too"
			if err := os.Symlink(path, other); err != nil {
				t.Skip(err)
			}
			return other
		}, store.Options{}, "is used by another serin", nil},
		{
			"a folder", func(_ *testing.T, path string) string { return filepath.Dir(path) },
			store.Options{},
			"is a folder; name a file in it, such as", nil,
		},
		{
			"a missing folder", func(_ *testing.T, path string) string { return filepath.Join(filepath.Dir(path), "no", "serin.db") },
			store.Options{},
			"does not exist; make it, or name a file in another one", nil,
		},
		{"a text", func(t *testing.T, path string) string {
			if err := os.WriteFile(path, []byte(strings.Repeat("This is no database.\n", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, store.Options{}, "the file is no database, or not whole; put a backup in its place, or name another file", store.ErrDamaged},
		{"a newer version", func(t *testing.T, path string) string {
			execute(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
			return path
		}, store.Options{}, "of version 99, and this serin knows 1; use the serin that made them, or a later one", nil},
		{"a newer version that must stay", func(t *testing.T, path string) string {
			execute(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
			return path
		}, store.Options{KeepSchema: true}, "of version 99, and this serin knows 1", nil},
		{
			"no tables, and none may be made", func(_ *testing.T, path string) string { return path },
			store.Options{KeepSchema: true},
			"it has no tables of serin; run `serin migrate`", nil,
		},
		{"tables of an older River", func(t *testing.T, path string) string {
			execute(t, path, `DELETE FROM river_migration WHERE version = (SELECT max(version) FROM river_migration)`)
			return path
		}, store.Options{KeepSchema: true}, "its tables of timers are older than this serin needs; run `serin migrate`", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := test.prepare(t, filepath.Join(t.TempDir(), "serin.db"))
			_, err := open(t, path, test.o)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want %q with the path", err, test.want)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("got %v, want %v", err, test.is)
			}
		})
	}
}

// A file that could not be opened is nobody's, and tables that are there may stay as they are.
func TestOpenAfterRefusal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serin.db")
	for _, o := range []store.Options{{KeepSchema: true}, {}, {KeepSchema: true}} {
		s, err := open(t, path, o)
		if err == nil {
			err = s.Close()
		} else if strings.Contains(err.Error(), "run `serin migrate`") {
			err = nil
		}
		if err != nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// A look of a process that is gone is claimed again at once: the file has no other user.
func TestOpenAfterCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serin.db")
	s := mustOpen(t, path)
	now := time.Now()
	r, err := s.Create(t.Context(), runOf("one"), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Claim(t.Context(), r.Id, 1, now); err != nil {
		t.Fatal(err)
	}
	before, err := s.Revision(t.Context(), r.Id)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	kept, revision, err := s.Run(t.Context(), r.Id)
	if err != nil || kept.LookingSince != nil || revision <= before {
		t.Errorf("it is looked at since %v, revision %d after %d, %v", kept.GetLookingSince(), revision, before, err)
	}
	if _, err := s.Claim(t.Context(), r.Id, 1, now); err != nil {
		t.Errorf("Claim: %v", err)
	}
}

// A store that is closed, as it is when a process stops, is unavailable.
func TestClosed(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "serin.db"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, read := s.Run(t.Context(), "x")
	_, written := s.PutSpec(t.Context(), &serinv1.StoredSpec{Name: "x"})
	_, _, listed := s.List(t.Context(), &serinv1.ListAnalysesRequest{PageSize: 1})
	for name, err := range map[string]error{"Run": read, "PutSpec": written, "List": listed} {
		if !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s: got %v, want %v", name, err, store.ErrUnavailable)
		}
	}
}

// A caller who gives up is told so, and not that the store has a problem.
func TestCancelled(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "serin.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, read := s.Run(ctx, "x")
	_, written := s.PutSpec(ctx, &serinv1.StoredSpec{Name: "x"})
	for name, err := range map[string]error{"Run": read, "PutSpec": written} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want %v", name, err, context.Canceled)
		}
	}
}

// What cannot be read is damage, and not worth another try.
func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serin.db")
	s := mustOpen(t, path)
	for _, id := range []string{"message", "look", "inputs"} {
		r, err := s.Create(t.Context(), runOf(id), "")
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.Claim(t.Context(), r.Id, 1, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Save(t.Context(), c, r, &serinv1.Look{Number: 1}, &serinv1.Answers{}, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, path, `
		UPDATE runs SET run = x'ff' WHERE id = 'message';
		UPDATE looks SET look = x'ff' WHERE run_id = 'look';
		UPDATE looks SET inputs = x'ff' WHERE run_id = 'inputs';`)
	s = mustOpen(t, path)
	_, _, message := s.Run(t.Context(), "message")
	_, look := s.Looks(t.Context(), "look", 1, 1)
	_, _, inputs := s.Inputs(t.Context(), "inputs", 1)
	for name, err := range map[string]error{"Run": message, "Looks": look, "Inputs": inputs} {
		if !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: got %v, want %v", name, err, store.ErrDamaged)
		}
	}
}

// execute changes a file behind a store's back; it makes the tables first.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	if err := mustOpen(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
