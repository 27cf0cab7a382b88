package recording

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// The largest .zip that is read.
const (
	maxArchive = 256 << 20
	maxEntries = 10_000
)

// Open reads the recording in a folder, or in a .zip of one. The mistakes of a recording name its files with the path.
func Open(name string) (*Recording, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	read := readZip
	if info.IsDir() {
		read = readFolder
	}
	r, err := read(name)
	var mistakes Mistakes
	if errors.As(err, &mistakes) {
		return nil, mistakes.In(name)
	}
	return r, err
}

// readFolder reads nothing outside of the folder, wherever links in it lead.
func readFolder(name string) (*Recording, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // it was only read from
	return Read(root.FS())
}

func readZip(name string) (*Recording, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxArchive {
		return nil, fmt.Errorf("%s: longer than the %d MiB that are read", name, maxArchive>>20)
	}
	archive, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("%s: neither a folder nor a .zip: %w", name, err)
	}
	defer archive.Close() //nolint:errcheck // it was only read from
	folder, err := inside(&archive.Reader)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	fsys, err := fs.Sub(archive, folder)
	if err != nil {
		return nil, err
	}
	return Read(fsys)
}

// inside returns the folder of an archive that holds the recording: its root, or the only folder with an analysis.yaml.
// An archive with a name that leads out of it is refused, though nothing is ever unpacked: nobody makes one by mistake.
func inside(archive *zip.Reader) (string, error) {
	if len(archive.File) > maxEntries {
		return "", fmt.Errorf("%d files; a recording has a handful", len(archive.File))
	}
	var folders []string
	for _, f := range archive.File {
		if name := strings.TrimSuffix(f.Name, "/"); !fs.ValidPath(name) || strings.Contains(name, `\`) {
			return "", fmt.Errorf("the name %q leads out of the archive; nothing of it is read", f.Name)
		}
		if folder, file := path.Split(f.Name); file == analysisFile {
			folders = append(folders, path.Clean(folder))
		}
	}
	switch {
	case len(folders) == 1:
		return folders[0], nil
	case len(folders) == 0:
		return "", fmt.Errorf("no %s in it", analysisFile)
	default:
		return "", fmt.Errorf("%d recordings in it, in %s; put each into an archive of its own",
			len(folders), strings.Join(folders, ", "))
	}
}
