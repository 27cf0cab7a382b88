package recording

import (
	"archive/zip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// archive makes a .zip of a story, its files in the given folder, and adds empty files of the given names.
func archive(t *testing.T, folder string, more ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "recording.zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	add := func(name string, text []byte) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if folder != "-" {
		entries, err := fs.ReadDir(story(t, "only_eu_west_bad"), ".")
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			add(folder+entry.Name(), fileOf(t, "only_eu_west_bad", entry.Name()))
		}
	}
	for _, name := range more {
		add(name, nil)
	}
	if err := errors.Join(w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestOpenArchive(t *testing.T) {
	want, err := Read(story(t, "only_eu_west_bad"))
	if err != nil {
		t.Fatal(err)
	}
	for name, folder := range map[string]string{"files at the root": "", "files in a folder": "2026/only_eu_west_bad/"} {
		t.Run(name, func(t *testing.T) {
			got, err := Open(archive(t, folder, "notes.txt"))
			if err != nil {
				t.Fatal(err)
			}
			if !equal(got, want) {
				t.Error("the archive reads otherwise than the folder")
			}
		})
	}
}

func TestRefusedArchives(t *testing.T) {
	for _, c := range []struct{ name, path, says string }{
		{"a name that climbs out", archive(t, "", "../evil.yaml"), `the name "../evil.yaml" leads out of the archive`},
		{"a name from the root", archive(t, "", "/etc/passwd"), `the name "/etc/passwd" leads out of the archive`},
		{"a name of Windows", archive(t, "", `..\evil.yaml`), `leads out of the archive`},
		{"two recordings", archive(t, "a/", "b/analysis.yaml"), "2 recordings in it, in a, b"},
		{"no recording", archive(t, "-", "notes.txt"), "no analysis.yaml in it"},
		{"no archive", filepath.Join("testdata", "..", "open.go"), "neither a folder nor a .zip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Open(c.path); err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.path) {
				t.Errorf("Open gives the error %v, want one that names %s and says %s", err, c.path, c.says)
			}
		})
	}
}

func TestOpenNothing(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of nothing gives %v, want %v", err, fs.ErrNotExist)
	}
}

func TestMistakesOfAFolderNameItsFiles(t *testing.T) {
	folder := t.TempDir()
	_, err := Open(folder)
	if want := filepath.Join(folder, analysisFile) + ": missing"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("Open gives the error %v, want %s…", err, want)
	}
}

func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(folder, analysisFile)); err != nil {
		t.Skip(err)
	}
	if _, err := Open(folder); err == nil || strings.Contains(err.Error(), "expected") {
		t.Errorf("Open reads through a link out of the folder: %v", err)
	}
}
