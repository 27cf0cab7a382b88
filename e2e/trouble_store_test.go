package e2e

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/e2e/internal/metrics"
	"github.com/serin-canary/serin/e2e/internal/missing"
	"github.com/serin-canary/serin/e2e/internal/postgresql"
	"github.com/serin-canary/serin/e2e/internal/serin"
)

// A store that cannot be used keeps serin from starting, and it says what is wrong and what to do.
func TestRefusedStore(t *testing.T) {
	t.Parallel()
	binary := serin.Build(t, "..")
	t.Run("SQLite", func(t *testing.T) {
		folder := t.TempDir()
		text := filepath.Join(folder, "serin.db")
		if err := os.WriteFile(text, []byte(strings.Repeat("Dear diary, ", 1_000)), 0o600); err != nil {
			t.Fatal(err)
		}
		refuses(t, binary, sqliteStore(text), text+": the store is damaged", "put a backup in its place, or name another file")
		refuses(t, binary, sqliteStore(folder), folder+" is a folder; name a file in it")
		refuses(t, binary, sqliteStore(filepath.Join(folder, "none", "serin.db")), "the folder "+filepath.Join(folder, "none")+" does not exist; make it")

		used := sqliteStore(filepath.Join(folder, "used.db"))
		binary.Serve(t, "--config", storing(t, "http://127.0.0.1:1", used))
		refuses(t, binary, used, "is used by another serin; stop it, name another file, or use PostgreSQL")
	})
	t.Run("SQLite on a small disk", func(t *testing.T) {
		disk := mount(t, "24k")
		store := sqliteStore(filepath.Join(disk, "serin.db"))
		refuses(t, binary, store, "the store is unavailable: the disk is full; make room")
		remount(t, disk, "size=2m")
		binary.Serve(t, "--config", storing(t, "http://127.0.0.1:1", store)).Kill()
		remount(t, disk, "ro")
		refuses(t, binary, store, "cannot be written to; change its rights")
		refuses(t, binary, sqliteStore(filepath.Join(disk, "other.db")), "read-only file system; name a file in a folder that can be written to")
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		server := postgresql.Start(t)
		server.CreateDatabase(t, "serin")
		refuses(t, binary, postgresqlStore(t, server.CreateRole(t, "serin", "stranger")),
			"database serin: the store is unavailable: the user of the database has too few rights", "GRANT it CREATE on the schema")
		refuses(t, binary, postgresqlStore(t, server.URL("none")), `database "none" does not exist`, "mend the URL, or create the database")
		refuses(t, binary, postgresqlStore(t, strings.Replace(server.URL("serin"), "postgres@", "nobody@", 1)),
			`role "nobody" does not exist`, "mend the URL")
		binary.Serve(t, "--config", storing(t, "http://127.0.0.1:1", postgresqlStore(t, server.CreateRole(t, "serin", "maker", "CREATE ON SCHEMA public")))).Kill()
		refuses(t, binary, postgresqlStore(t, server.CreateRole(t, "serin", "reader", "CREATE ON SCHEMA public")),
			"the user of the database has too few rights", "it must own the tables")
		silent, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = silent.Close() }()
		refuses(t, binary, postgresqlStore(t, fmt.Sprintf("postgres://postgres@%s/serin?sslmode=disable&connect_timeout=1", silent.Addr())),
			"the store is unavailable: the database cannot be reached", "is it up")
		server.Stop(t)
		refuses(t, binary, postgresqlStore(t, server.URL("serin")), "the store is unavailable: the database cannot be reached", "is it up")
	})
}

// refuses expects that serin does not start with a store, and says so in words.
func refuses(t *testing.T, binary serin.Binary, store string, words ...string) {
	t.Helper()
	process, err := binary.Open("--config", storing(t, "http://127.0.0.1:1", store))
	if err == nil {
		process.Kill()
		t.Errorf("serin starts with the store %s, want it to say %q", store, words)
		return
	}
	const noAnswer = 3
	var ended serin.Ended
	if !errors.As(err, &ended) || ended.Status != noAnswer {
		t.Errorf("%v, want the status %d", err, noAnswer)
	}
	for _, word := range words {
		if !strings.Contains(ended.Said, word) {
			t.Errorf("serin says\n%s\nwant %q", ended.Said, word)
		}
	}
}

// says expects words in the log of a process, where they may arrive after the answer to a call.
func says(t *testing.T, process *serin.Process, words string) {
	t.Helper()
	for begun := time.Now(); !strings.Contains(process.Log(), words); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > 5*time.Second {
			t.Errorf("the log says\n%s\nwant %q", lastOf(process.Log()), words)
			return
		}
	}
}

// A disk that is full while looks are taken: nothing new is promised, nothing that was promised is lost, and all goes on once there is
// room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	binary, backend, disk := serin.Build(t, ".."), metrics.Start(t, 0), mount(t, "2m")
	replicas := startReplicas(t, binary, backend, sqliteStore(filepath.Join(disk, "serin.db")), 1)
	start := time.Now().Truncate(time.Second).Add(-100 * time.Second)
	var promised []string
	var refused error
	for i := 0; refused == nil && i < 2_000; i++ {
		request := trial("good", start, 20) // half of it at once, and the rest as time goes by
		request.RequestId = fmt.Sprintf("run %d", i)
		response, err := replicas[0].now().CreateAnalysis(t.Context(), request)
		if refused = err; err == nil {
			promised = append(promised, response.Run.Id)
		}
	}
	if status.Code(refused) != codes.Unavailable {
		t.Fatalf("on a full disk CreateAnalysis gives %v after %d runs, want %v", refused, len(promised), codes.Unavailable)
	}
	says(t, replicas[0].now(), "the disk is full; make room, and all goes on")
	t.Logf("the disk is full after %d runs", len(promised))
	time.Sleep(time.Second) // looks are judged, and cannot be saved
	for _, id := range promised {
		if _, err := replicas[0].now().GetAnalysis(t.Context(), &serinv1.GetAnalysisRequest{Id: id, AllLooks: true}); err != nil {
			t.Fatalf("on a full disk GetAnalysis gives %v", err)
		}
	}
	remount(t, disk, "size=200m")
	awaitLooks(t, replicas, promised, 10, 30*time.Second)
	replicas[0].kill(t.Context(), backend)
	for _, id := range promised {
		for i, look := range read(t, replicas, id).Looks {
			if int(look.Number) != i+1 {
				t.Errorf("run %s has the look %d as its number %d", id, look.Number, i+1)
			}
		}
		replaysIdentically(t, replicas, id)
	}
}

// awaitLooks returns when each of some runs has taken so many looks.
func awaitLooks(t testing.TB, replicas []*replica, ids []string, looks int32, patience time.Duration) {
	t.Helper()
	begun := time.Now()
	for _, id := range ids {
		for read(t, replicas, id).Run.LooksTaken < looks {
			if time.Sleep(100 * time.Millisecond); time.Since(begun) > patience {
				t.Fatalf("run %s has %d looks after %v, want %d", id, read(t, replicas, id).Run.LooksTaken, patience, looks)
			}
		}
	}
}

// A file that was damaged gives DATA_LOSS where it is read, not something that it never held; with a backup all is there.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	binary, backend := serin.Build(t, ".."), metrics.Start(t, 0)
	file := filepath.Join(t.TempDir(), "serin.db")
	config := storing(t, backend.For("serin"), sqliteStore(file))
	process, err := binary.Open("--config", config)
	if err != nil {
		t.Fatal(err)
	}
	whole := map[string]*serinv1.GetAnalysisResponse{}
	for range 10 {
		response, err := process.CreateAnalysis(t.Context(), trial("good", time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC), 20))
		if err != nil {
			t.Fatal(err)
		}
		whole[response.Run.Id] = nil
	}
	for id := range whole {
		if _, err := process.WaitAnalysis(t.Context(), &serinv1.WaitAnalysisRequest{Id: id}); err != nil {
			t.Fatal(err)
		}
		if whole[id], err = process.GetAnalysis(t.Context(), &serinv1.GetAnalysisRequest{Id: id, AllLooks: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := process.Stop(); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), backup...)
	for i := len(damaged) / 10; i < len(damaged)*9/10; i++ {
		damaged[i] ^= 0x5a
	}
	if err := os.WriteFile(file, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	lost := 0
	process, err = binary.Open("--config", config)
	if err != nil {
		refuses(t, binary, sqliteStore(file), "the store is damaged", "put a backup in its place")
	} else {
		for id, want := range whole {
			got, err := process.GetAnalysis(t.Context(), &serinv1.GetAnalysisRequest{Id: id, AllLooks: true})
			switch {
			case status.Code(err) == codes.DataLoss:
				lost++
			case err != nil || !equal(got, want):
				t.Errorf("GetAnalysis of a damaged file gives %v, %v", got, err)
			}
		}
		if lost == 0 {
			t.Errorf("no call gives %v", codes.DataLoss)
		}
		says(t, process, "put a backup in its place")
		process.Kill()
	}
	for _, name := range []string{file + "-wal", file + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	again := binary.Serve(t, "--config", config)
	for id, want := range whole {
		got, err := again.GetAnalysis(context.WithoutCancel(t.Context()), &serinv1.GetAnalysisRequest{Id: id, AllLooks: true})
		if err != nil || !equal(got, want) {
			t.Errorf("from the backup: %v, %v; want %v", got, err, want)
		}
	}
}

// mount returns the folder of a disk of its own, of a size.
func mount(t *testing.T, size string) string {
	t.Helper()
	if os.Getuid() != 0 {
		missing.Skip(t, "only root may mount a small disk; run the test as root")
	}
	folder := t.TempDir()
	command := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", folder) //nolint:gosec // the folder is the test's
	if output, err := command.CombinedOutput(); err != nil {
		t.Skipf("root may not mount a small disk here, in a container without CAP_SYS_ADMIN: %v: %s", err, output)
	}
	t.Cleanup(func() {
		if output, err := exec.Command("umount", "--lazy", folder).CombinedOutput(); err != nil { //nolint:gosec,noctx // the folder is the test's; its context has ended
			t.Errorf("umount: %v: %s", err, output)
		}
	})
	return folder
}

// remount changes a disk.
func remount(t *testing.T, folder, option string) {
	t.Helper()
	if output, err := exec.CommandContext(t.Context(), "mount", "-o", "remount,"+option, folder).CombinedOutput(); err != nil { //nolint:gosec // the folder is the test's
		t.Fatalf("remount: %v: %s", err, output)
	}
}
