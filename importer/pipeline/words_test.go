package pipeline

import "bcimport/importer"

// brackets are the words of a face that has steps in brackets.
type brackets struct{}

func (brackets) Option(o importer.Option) string { return "[" + o.Name + "]" }

func (brackets) Step(s importer.Step) string { return "[" + string(s.Kind) + "]" }

func (brackets) Path(p importer.Path) string { return "[" + string(p) + "]" }

func inBrackets(m importer.Message) string {
	return importer.MessageText(m, brackets{}, importer.About{}.Nouns())
}
