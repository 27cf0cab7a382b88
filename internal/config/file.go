package config

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/serin-canary/serin/internal/spec"
)

// A File is a configuration that was read from a file, with the places of its fields.
type File struct {
	Config
	name      string
	positions spec.Positions
}

// Load reads a configuration file as [Read] does, from the system. Every mistake is in the error, with file and line.
func Load(name string, defaults Config) (*File, error) {
	text, err := readSmall(name)
	if err != nil {
		return nil, fmt.Errorf("the configuration: %w", err)
	}
	f := &File{name: name}
	var mistakes spec.Mistakes
	f.Config, f.positions, mistakes = Read(text, System(filepath.Dir(name)), defaults)
	return f, f.Locate(mistakes)
}

// Locate returns mistakes that showed when the configuration was put to use, as an error with file and line; nil when
// there are none.
func (f *File) Locate(mistakes spec.Mistakes) error {
	if len(mistakes) == 0 {
		return nil
	}
	return errors.New(mistakes.At(f.positions).In(f.name))
}
