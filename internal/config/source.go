package config

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A Source is where a configuration finds what it only names.
type Source struct {
	Folder    string                                   // that relative paths start from: the folder of the file
	ReadFile  func(path string) ([]byte, error)        // reads a file of a secret
	LookupEnv func(name string) (text string, ok bool) // reads an environment variable
}

// inFolder returns a path, from the folder if it is relative.
func (s Source) inFolder(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(s.Folder, path)
}

// System returns the source that the operating system is, for a configuration in a folder.
func System(folder string) Source {
	return Source{Folder: folder, ReadFile: readSmall, LookupEnv: os.LookupEnv}
}

// maxFile is the longest file: a bundle of all certificates that a system trusts fits several times.
const maxFile = 4 << 20

// readSmall reads a file, unless it is longer than any that is meant: a path may be that of a device without an end.
func readSmall(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read from
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("longer than %d MiB", maxFile>>20)
	}
	return text, nil
}
