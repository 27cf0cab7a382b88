package main

import (
	"io"
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// A progress is a bar on a terminal, and nothing elsewhere.
type progress struct {
	container *mpb.Progress
	bar       *mpb.Bar
	title     string
}

func newProgress(w io.Writer, title string) *progress {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || os.Getenv("CI") != "" {
		return &progress{}
	}
	return &progress{container: mpb.New(mpb.WithOutput(w), mpb.WithWidth(40)), title: title}
}

// step shows that so much of it is done. It must not be called by several goroutines at once.
func (p *progress) step(done, total int) {
	if p.container == nil {
		return
	}
	if p.bar == nil {
		p.bar = p.container.AddBar(int64(total),
			mpb.PrependDecorators(decor.Name(p.title+" ")),
			mpb.AppendDecorators(decor.CountersNoUnit("%d of %d")),
			mpb.BarRemoveOnComplete())
	}
	p.bar.SetCurrent(int64(done))
}

// finish takes the bar away.
func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Abort(true)
		p.container.Wait()
	}
}
