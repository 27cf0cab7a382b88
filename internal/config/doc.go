// Package config reads the configuration of a server: where it listens, whom it asks for metrics, how much it takes, and
// where it keeps runs.
//
// The file is YAML or JSON of the message serin.config.v1.Config, read by the strict decoder of package spec. Every
// mistake is told at once, with its line and what to write instead, and a file with a mistake configures nothing.
//
// # Secrets
//
// A secret stands in a file or in the environment, and the configuration says where. It is read once, and from then on
// it is a [Secret], which shows itself to nobody who does not ask for it.
//
// A secret that stands in the configuration after all is a mistake, and so is whatever else went wrong while it was
// written. So that the mistake does not carry it on into terminals and logs, no mistake repeats what stands below
// providers and store, other than names. [Read] says so for those of the decoder too.
//
// # What is not done here
//
// The package knows no provider and no store: it says what they are to be, and the command builds them.
package config
