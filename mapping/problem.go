package mapping

import (
	"bcimport/mapping/phrase"
	"bcimport/mapping/yamlnode"
)

// Phrase is an English text as data, so that it can be said in other languages.
type Phrase = phrase.Phrase

// Problem is one thing that is wrong in a mapping file, or between the mapping
// and the header of the input.
type Problem = yamlnode.Problem

// Problems are all that is wrong at once. errors.As finds it in what Parse and Bind return.
type Problems = yamlnode.Problems
