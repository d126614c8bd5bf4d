package mapping

import "bcimport/mapping/message"

// Message is what a person is told about a row, as data.
type Message = message.Message

// Catalogue holds the words of messages in one language.
type Catalogue = message.Catalogue

// The enumerations that every catalogue has.
const (
	Sentences = message.Sentences
	Commas    = message.Commas
	Either    = message.Either
)

// NewMessage is message.New.
func NewMessage(id string, args ...any) Message { return message.New(id, args...) }

// PlainMessage is message.Plain.
func PlainMessage(text string) Message { return message.Plain(text) }

// Enumeration is message.Enumeration.
func Enumeration(id string, items ...Message) Message { return message.Enumeration(id, items...) }

// ParseMessage is message.Parse.
func ParseMessage(text string) Message { return message.Parse(text) }
