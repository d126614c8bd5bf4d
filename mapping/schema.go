package mapping

import _ "embed" // the schema

//go:embed schema.json
var schema string

// Schema returns the JSON Schema (draft 2020-12) of mapping files. It knows the keys
// and their values; what columns a file has, and what keys mean for each other, only
// Parse and Bind know.
func Schema() []byte { return []byte(schema) }
