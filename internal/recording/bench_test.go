package recording

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// BenchmarkRead reads a recording of 100 000 values.
func BenchmarkRead(b *testing.B) {
	var rows strings.Builder
	rows.WriteString(seriesHead)
	start := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	for _, population := range []string{baseline, canary} {
		for i := range 50_000 {
			rows.WriteString("depth,value," + population + ",," + clock(start.Add(time.Duration(i+1)*time.Second)) + ",12.5\n")
		}
	}
	text := strings.Replace(analysis, "provider:", "step: 1s\n  provider:", 1)
	text, _, _ = strings.Cut(text, "canary:")
	text += "window: {start: \"2026-01-05T10:00:00Z\", end: \"2026-01-05T23:53:20Z\"}\n"
	files := fstest.MapFS{analysisFile: {Data: []byte(text)}, seriesFile: {Data: []byte(rows.String())}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(files); err != nil {
			b.Fatal(err)
		}
	}
}
