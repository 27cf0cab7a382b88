package quality

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"

	"github.com/serin-canary/serin/internal/collection"
)

// Decisions reads the collection in a .tar.gz archive, by way of a folder that is removed again.
//
// Errors: for an archive that cannot be read or that holds no folder of a collection; those of [collection.Open].
func Decisions(archive string) (collection.Collection, error) {
	dir, err := os.MkdirTemp("", "decisions-")
	if err != nil {
		return collection.Collection{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is the system's to clean
	if err := unpack(archive, dir); err != nil {
		return collection.Collection{}, fmt.Errorf("%s: %w", archive, err)
	}
	return collection.Open(dir)
}

// unpack writes the files of an archive into a folder, and nowhere else.
func unpack(archive, dir string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was only read from
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // its files are closed one by one
	for entries := tar.NewReader(unzipped); ; {
		entry, err := entries.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case entry.Typeflag != tar.TypeReg:
			continue
		}
		text, err := io.ReadAll(entries)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(filepath.Dir(entry.Name), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(entry.Name, text, 0o644); err != nil {
			return err
		}
	}
}

// SecondHalf reports in which half of the entities a case is, all cases of one entity in the same.
func SecondHalf(c collection.Case) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.Source + "/" + c.Entity)) // a hash takes everything
	return mix(h.Sum64())&1 == 1
}
