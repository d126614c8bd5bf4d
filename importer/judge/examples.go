package judge

import (
	"slices"

	"bcimport/importer"
)

// mostExamples is how many examples a suspicion has.
const mostExamples = 3

// fewRows is how many rows a file must have to be judged by shares of them.
const fewRows = 20

// firstLines keeps the examples with the lowest lines.
func firstLines(examples []importer.Example, e importer.Example) []importer.Example {
	at, _ := slices.BinarySearchFunc(examples, e, func(a, b importer.Example) int { return a.Line - b.Line })
	if at >= mostExamples {
		return examples
	}
	examples = slices.Insert(examples, at, e)
	return examples[:min(len(examples), mostExamples)]
}
