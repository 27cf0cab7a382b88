// Package spec reads and checks what a caller asks serin to judge: text into messages, messages into mistakes, and
// queries into what a provider is asked.
//
//   - [Decode] reads YAML or JSON into any message of the API, strictly.
//   - [Validate] checks a spec, [ValidateRequest] a whole request, [ValidateCreate] one for a run; [Read] decodes and validates
//     the text of a spec.
//   - [Expand] fills the variables of a query in, escaped for the position they stand in.
//
// Every function finds all mistakes at once. A [Mistake] says where it is, what is wrong and what to write instead.
//
// # Paths
//
// A field is named by its path, in the names of the API: metrics[1].abort.relative. The entry of a map carries its key
// in quotes: groups["users"], baseline.variables["version"]. The empty path is the whole text.
//
// # Why not protoyaml
//
// The decoder is our own. buf.build/go/protoyaml takes the last of two equal keys without a word, knows enum values by
// their full names alone, does not say what a misspelt field should have been, and brings an expression language (CEL)
// into the binary. Under both lies the same parser, go.yaml.in/yaml.
package spec
