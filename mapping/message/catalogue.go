package message

import (
	"fmt"
	"strings"

	"bcimport/mapping/entity"
)

// Catalogue holds the words of messages in one language, by their IDs. It must not be
// changed while it is in use.
type Catalogue struct {
	// Formats are sentences and parts of them. They take the arguments as %[1]s, or as
	// %[1]q in quotes, and what the records are called as entity.Nouns.In says.
	Formats map[string]string
	// Separators stand between the arguments of an enumeration.
	Separators map[string]string
}

// Words returns the words of an ID with its arguments in words; for an ID that is not in
// the catalogue, the ID and the arguments.
func (c Catalogue) Words(id string, args []string, nouns entity.Nouns) string {
	if format, known := c.Formats[id]; known {
		return fill(nouns.In(format), args)
	}
	if separator, known := c.Separators[id]; known {
		return strings.Join(args, separator)
	}
	return id + ": " + strings.Join(args, ", ")
}

// Has reports whether the catalogue has words for an ID.
func (c Catalogue) Has(id string) bool {
	_, format := c.Formats[id]
	_, separator := c.Separators[id]
	return format || separator
}

// The enumerations that every catalogue has.
const (
	Sentences = "sentences"
	Commas    = "commas"
	Either    = "or"
)

// fill returns a format with its arguments, which it takes as %[1]s or %[1]q.
func fill(format string, args []string) string {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg
	}
	return fmt.Sprintf(format, values...)
}
