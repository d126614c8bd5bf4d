// Package message holds what people are told as data: words are made where they are shown,
// from a catalogue of one language. It knows no sentence itself.
package message

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Message is what a person is told about a row, as data: its words are made where they
// are shown. It is a text as it stands (a value, a column, what another program said), or
// an ID with arguments, which stands for words of a catalogue. The zero value says nothing.
type Message struct {
	ID   string    // empty for a text
	Text string    // without an ID
	Args []Message // with an ID
}

// New returns the message with an ID. An argument is a text, a number or another
// Message; []Message stands for several arguments.
func New(id string, args ...any) Message {
	m := Message{ID: id}
	if len(args) > 0 {
		m.Args = make([]Message, 0, len(args))
	}
	for _, arg := range args {
		switch a := arg.(type) {
		case Message:
			m.Args = append(m.Args, a)
		case []Message:
			m.Args = append(m.Args, a...)
		case string:
			m.Args = append(m.Args, Plain(a))
		case int:
			m.Args = append(m.Args, Plain(strconv.Itoa(a)))
		default:
			m.Args = append(m.Args, Plain(fmt.Sprint(a)))
		}
	}
	return m
}

// Plain returns the message that is a text as it stands.
func Plain(text string) Message { return Message{Text: text} }

// Enumeration returns the messages as one: none as the zero value, one as itself, more as
// the arguments of a message with this ID.
func Enumeration(id string, items ...Message) Message {
	switch len(items) {
	case 0:
		return Message{}
	case 1:
		return items[0]
	}
	return Message{ID: id, Args: items}
}

// IsZero reports whether the message says nothing.
func (m Message) IsZero() bool { return m.ID == "" && m.Text == "" }

// In returns the message's words. say gives those of an ID, with its arguments in words.
func (m Message) In(say func(id string, args []string) string) string {
	if m.ID == "" {
		return m.Text
	}
	args := make([]string, len(m.Args))
	for i, arg := range m.Args {
		args[i] = arg.In(say)
	}
	return say(m.ID, args)
}

var errNoMessage = errors.New("a message is a text, or an array of an id and its arguments")

// MarshalJSON returns the text as a string, or an array of the ID and the arguments.
func (m Message) MarshalJSON() ([]byte, error) {
	if m.ID == "" {
		return json.Marshal(m.Text)
	}
	array := make([]any, 0, 1+len(m.Args))
	array = append(array, m.ID)
	for _, arg := range m.Args {
		array = append(array, arg)
	}
	return json.Marshal(array)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Message) UnmarshalJSON(data []byte) error {
	*m = Message{}
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &m.Text)
	}
	var array []json.RawMessage
	if err := json.Unmarshal(data, &array); err != nil || len(array) == 0 {
		return errNoMessage
	}
	if err := json.Unmarshal(array[0], &m.ID); err != nil || m.ID == "" {
		return errNoMessage
	}
	if len(array) > 1 {
		m.Args = make([]Message, len(array)-1)
	}
	for i := range m.Args {
		if err := m.Args[i].UnmarshalJSON(array[1+i]); err != nil {
			return err
		}
	}
	return nil
}

// Parse reads a message as it is recorded: as JSON, or as the sentence that
// programs wrote before there were IDs.
func Parse(text string) Message {
	var m Message
	if !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, `"`) || m.UnmarshalJSON([]byte(text)) != nil {
		return Plain(text)
	}
	return m
}
