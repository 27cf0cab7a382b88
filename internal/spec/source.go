package spec

// A Source says where the series of an analysis come from.
type Source int

const (
	// FromProvider: a metric provider of the server's configuration is asked.
	FromProvider Source = iota
	// Inline: the series come with the request or the recording. Queries and provider are not needed, and are kept for
	// the record when they are there.
	Inline
)
