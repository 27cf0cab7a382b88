package collection

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/serin-canary/serin/internal/recording"
)

// The manifest, compressed or not.
const manifestFile = "manifest.json"

// Open reads the collection in a folder, or the recording at a path as a collection of one. Nothing outside of the folder
// is read, wherever names and links in it lead.
//
// Errors: [recording.Mistakes] with every mistake, up to a hundred; others for what cannot be read at all.
func Open(dir string) (Collection, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Collection{}, fmt.Errorf("there is no %s; mend the path", dir)
	case err != nil:
		return Collection{}, err
	case !info.IsDir():
		return openFile(dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Collection{}, err
	}
	defer root.Close() //nolint:errcheck // it was only read from
	r := reader{fsys: root.FS(), dir: dir}
	var c Collection
	switch {
	case r.has(manifestFile), r.has(manifestFile + ".gz"):
		c = r.manifest()
	case r.has(analysisFile):
		return openFile(dir)
	default:
		c = r.recordings()
	}
	if err := r.err(dir); err != nil {
		return Collection{}, err
	}
	if len(c.Cases)+len(c.Unlabelled) == 0 {
		return Collection{}, fmt.Errorf("%s: no case in it: want a %s, or recordings: folders with an %s, or .zip files of them",
			dir, manifestFile, analysisFile)
	}
	return c, nil
}

// A reader reads one collection, and collects what is wrong with it.
type reader struct {
	checker
	fsys fs.FS
	dir  string
}

// has reports whether there is such a file in the folder.
func (r *reader) has(name string) bool {
	_, err := fs.Stat(r.fsys, name)
	return err == nil
}

// openFile reads a single recording.
func openFile(name string) (Collection, error) {
	c, err := openRecording(name)
	if mistakes := recording.Mistakes(nil); errors.As(err, &mistakes) {
		return Collection{}, mistakes.In(filepath.Dir(filepath.Clean(name)))
	}
	if err != nil {
		return Collection{}, err
	}
	return collect([]Case{c}), nil
}

// collect tells labelled cases from others.
func collect(all []Case) (c Collection) {
	for _, one := range all {
		if one.Label == Unlabelled {
			c.Unlabelled = append(c.Unlabelled, one)
		} else {
			c.Cases = append(c.Cases, one)
		}
	}
	return c
}
