package main

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/serin-canary/serin/internal/config"
)

// The defaults that the documentation writes out are those that hold.
func TestDefaultsAreThoseOfTheDocumentation(t *testing.T) {
	_, page := readPage(t, "docs/configuration.md")
	folder := writeFiles(t, map[string]string{"serin.yaml": block(t, page, "<!-- the defaults -->\n```yaml\n", "```\n")})
	got, err := loadSetup(filepath.Join(folder, "serin.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	want := defaultConfig()
	want.Store.Backend = config.SQLite{Path: filepath.Join(folder, defaultStore)}
	if !reflect.DeepEqual(got.Config, want) {
		t.Errorf("docs/configuration.md writes out %+v, want %+v", got.Config, want)
	}
}
