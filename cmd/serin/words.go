package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// parseWord reads the short word for a value of an enum, such as promote for VERDICT_PROMOTE; what says where it stands.
func parseWord(what, prefix string, names map[int32]string, text string) (int32, error) {
	var words []string
	for _, number := range slices.Sorted(maps.Keys(names)) {
		if number == 0 {
			continue // unspecified
		}
		word := strings.ToLower(strings.TrimPrefix(names[number], prefix))
		if strings.EqualFold(text, word) {
			return number, nil
		}
		words = append(words, word)
	}
	return 0, fmt.Errorf("%s %q is none of %s", what, text, strings.Join(words, ", "))
}

// parseWords reads several of them.
func parseWords[E ~int32](what, prefix string, names map[int32]string, texts []string) ([]E, error) {
	var all []E
	for _, text := range texts {
		number, err := parseWord(what, prefix, names, text)
		if err != nil {
			return nil, err
		}
		all = append(all, E(number))
	}
	return all, nil
}
