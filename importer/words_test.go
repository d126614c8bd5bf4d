package importer

import "bcimport/mapping/entity"

// brackets are the words of a face that has steps in brackets.
type brackets struct{}

func (brackets) Option(o Option) string { return "[" + o.Name + "]" }

func (brackets) Step(s Step) string { return "[" + string(s.Kind) + "]" }

func (brackets) Path(p Path) string { return "[" + string(p) + "]" }

func inBrackets(m Message) string { return MessageText(m, brackets{}, entity.Nouns{}) }
