package config

import (
	"github.com/serin-canary/serin/internal/spec"
	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// Read returns the configuration of a text, with the defaults given for what it leaves out, and the places of its
// fields. Relative paths, a default one too, start from the folder of the source, and secrets are read from it. All
// mistakes carry positions; with any of them there is no configuration.
//
// No mistake holds a secret, not even one that stands in the text against the rules: of what is written below
// providers and store, mistakes repeat names, and nothing that they do not know to be one.
func Read(text []byte, from Source, defaults Config) (Config, spec.Positions, spec.Mistakes) {
	message := &configv1.Config{}
	positions, mistakes := spec.Decode(text, message)
	c := &checker{source: from, text: mistakes}
	config := defaults
	c.listen(message.GetListen(), &config)
	c.limits(message.GetLimits(), &config)
	c.providers(message.GetProviders(), &config)
	c.store(message.GetStore(), &config)
	if mistakes = c.all(positions); len(mistakes) > 0 {
		return Config{}, positions, mistakes
	}
	return config, positions, nil
}
