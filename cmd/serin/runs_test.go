package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
)

// serveRuns serves in a folder of the test's own, with a store and nothing else configured, and returns the address.
func serveRuns(t *testing.T) string {
	t.Helper()
	t.Chdir(t.TempDir())
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	read, write := io.Pipe()
	over := make(chan int, 1)
	go func() { over <- run(ctx, []string{"serve", "--listen", "127.0.0.1:0"}, nil, write, io.Discard) }()
	t.Cleanup(func() {
		stop()
		if status := <-over; status != 0 {
			t.Errorf("serve exits with %d", status)
		}
	})
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, address, _ := strings.Cut(strings.TrimSpace(line), "serves gRPC on ")
	return address
}

// What differs from run to run, and what the page shows in its place.
var passing = []struct {
	pattern *regexp.Regexp
	shown   string
}{
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`), "019caf1c-9f40-7c11-9f3e-0d6f3a1b2c4d"},
	{regexp.MustCompile(`(finished  |by alice, )[0-9: -]+ UTC`), "${1}2026-03-02 10:20 UTC"},
	{regexp.MustCompile(`( \d+/\d+    )\d+s `), "${1}3s "},
}

// What the page about runs shows is what the commands print, one after the other.
func TestShownRuns(t *testing.T) {
	path, page := readPage(t, "docs/runs.md")
	text, err := os.ReadFile(absolute(t, "testdata/basket.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	address := serveRuns(t)
	if err := os.WriteFile("basket.yaml", text, 0o644); err != nil {
		t.Fatal(err)
	}
	var id string
	for _, shown := range []string{
		"analyze basket.yaml --server 127.0.0.1:7374 --watch --service basket --baseline version=2.7.0 --canary version=2.8.0 --start 2026-03-02T10:00:00Z",
		"list",
		"override RUN promote --who alice --why 'a known bot'",
	} {
		var args []string
		for i, part := range strings.Split(shown, "'") {
			if i%2 == 1 {
				args = append(args, part) // quoted
				continue
			}
			args = append(args, strings.Fields(strings.NewReplacer(" --server 127.0.0.1:7374", "", "RUN", id).Replace(part))...)
		}
		var output bytes.Buffer
		run(t.Context(), append(args, "--server", address), nil, &output, &output)
		if id == "" {
			id = passing[0].pattern.FindString(output.String())
		}
		got := strings.ReplaceAll(output.String(), " --server "+address, "")
		for _, p := range passing {
			got = p.pattern.ReplaceAllString(got, p.shown)
		}
		marker := "<!-- output of: serin " + shown + " -->\n```text\n"
		want := block(t, page, marker, "```\n")
		if got == want {
			continue
		}
		if !*update {
			t.Fatalf("%s shows\n%s\nbut the command prints\n%s", filepath.Base(path), want, got)
		}
		page = strings.Replace(page, marker+want, marker+got, 1)
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The flags of the next page ask with the conditions of the page before, however long after it: a page is of its conditions.
func TestNextPage(t *testing.T) {
	a := &app{now: time.Now}
	f := listFlags{since: "7d", until: "90m", limit: 2}
	request, err := f.request(a)
	if err != nil {
		t.Fatal(err)
	}
	request.PageToken = "token"
	words := strings.Fields(f.next(request))
	again, err := listFlags{since: words[1], until: words[3], page: words[5], limit: 2}.request(a)
	if err != nil || !proto.Equal(again, request) {
		t.Errorf("%q asks for %v, %v; want %v", words, again, err, request)
	}
}
