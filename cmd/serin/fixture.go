package main

import (
	"fmt"
	"io/fs"

	"github.com/serin-canary/serin/fixtures"
	"github.com/serin-canary/serin/internal/recording"
)

// loadFixtures reads the recordings that are built in, in the order of their names.
func loadFixtures() (names []string, recordings []*recording.Recording, err error) {
	names = fixtures.Names()
	for _, name := range names {
		folder, err := fs.Sub(fixtures.FS(), name)
		if err != nil {
			return nil, nil, err
		}
		r, err := recording.Read(folder)
		if err != nil {
			return nil, nil, fmt.Errorf("built-in recording %s: %w", name, err)
		}
		recordings = append(recordings, r)
	}
	return names, recordings, nil
}
