package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/serin-canary/serin/internal/recording"
)

// openRecordings reads the recording at a path, or all of those in the folder there. What else is in the folder is left
// alone.
func openRecordings(path string) ([]*recording.Recording, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no %s; mend the path", path)
	case err != nil:
		return nil, err
	case info.IsDir() && !isRecording(path):
		return openCollection(path)
	default:
		r, err := recording.Open(path)
		return []*recording.Recording{r}, err
	}
}

// openCollection reads all recordings of a folder.
func openCollection(folder string) ([]*recording.Recording, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []*recording.Recording
	var mistakes []error
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if filepath.Ext(path) != ".zip" && !isRecording(path) {
			continue
		}
		r, err := recording.Open(path)
		all, mistakes = append(all, r), append(mistakes, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: no recording in it: neither an analysis.yaml, nor folders with one, nor a .zip", folder)
	}
	return all, errors.Join(mistakes...)
}

// isRecording says that a path is a folder of a recording.
func isRecording(path string) bool {
	_, err := os.Stat(filepath.Join(path, "analysis.yaml"))
	return err == nil
}
