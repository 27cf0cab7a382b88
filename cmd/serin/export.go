package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/report"
	"github.com/serin-canary/serin/internal/wire"
)

// export writes all looks of a run as recordings: each below looks/, and the latest in the folder itself as well.
func (a *app) export(ctx context.Context, server *remote, r *serinv1.Run, folder string) error {
	if _, err := os.Lstat(folder); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--recording %s: it exists already; choose another name", folder)
	}
	if r.LooksTaken == 0 {
		return fmt.Errorf("--recording %s: the run has no looks yet, and so no inputs; wait for the first one", folder)
	}
	bar := newProgress(a.stderr, "fetching looks")
	defer bar.finish()
	for number := int32(1); number <= r.LooksTaken; number++ {
		exported, err := call(ctx, server, server.analyses.ExportLook, &serinv1.ExportLookRequest{Id: r.Id, Number: number})
		if err != nil {
			return err
		}
		look := lookRecording(r, exported)
		if err := recording.Write(filepath.Join(folder, "looks", strconv.Itoa(int(number))), look); err != nil {
			return fmt.Errorf("look %d: %w", number, err)
		}
		if number == r.LooksTaken {
			if err := recording.Write(folder, look); err != nil {
				return err
			}
		}
		bar.step(int(number), int(r.LooksTaken))
	}
	fmt.Fprintf(a.stderr, "%s: written, looks: %d\n", folder, r.LooksTaken)
	return nil
}

// lookRecording returns a look of a run as a recording.
func lookRecording(r *serinv1.Run, exported *serinv1.ExportLookResponse) *recording.Recording {
	asked, look := exported.Recording, exported.Look
	return &recording.Recording{
		Spec: asked.Spec, Baseline: asked.Baseline, Canary: asked.Canary, Window: asked.Window, Looks: asked.Looks,
		Answers: wire.Recorded(&serinv1.Answers{Answers: exported.Answers}), Result: look.Result,
		Readme: fmt.Sprintf("Look %d of %d of the run %s, which came to %s after it: %s\n", look.Number, r.LooksPlanned, r.Id,
			report.Verdict(look.GetConclusion().GetVerdict()), look.GetConclusion().GetHeadline()),
	}
}
