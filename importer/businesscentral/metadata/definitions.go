package metadata

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrNoDefinitions means that an answer is not one of entityDefinitions, or not complete.
var ErrNoDefinitions = errors.New("the answer is not entityDefinitions")

// maxCaption is the longest caption that is kept, in bytes. AL's are shorter.
const maxCaption = 500

// Captions are what an environment calls its fields and the members of its enumerations,
// in the languages that are installed there. They do not change once they are read.
type Captions struct {
	bySet, byName map[string]*definition
	// Next is the link of the page that follows, empty at the last.
	Next string
}

// definition is an entry of entityDefinitions: a set, or an enumeration (Microsoft Learn,
// devenv-develop-custom-api).
type definition struct {
	set, name           string
	properties, members map[string][]caption
}

// caption is a name in a language, which is a Windows LCID.
type caption struct {
	language int
	text     string
}

// ParseDefinitions decodes an answer of entityDefinitions entry by entry: a collection, or
// one entry. What is odd in an entry is left out. The error is ErrNoDefinitions or
// ErrTooLarge.
func ParseDefinitions(r io.Reader) (*Captions, error) {
	limited := &io.LimitedReader{R: r, N: maxDocument}
	p := definitions{decoder: jsontext.NewDecoder(limited, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)),
		captions: &Captions{bySet: map[string]*definition{}, byName: map[string]*definition{}}, left: maxKept}
	err := p.read()
	switch {
	case p.left < 0, err != nil && limited.N <= 0:
		return nil, ErrTooLarge
	case err != nil:
		return nil, ErrNoDefinitions
	}
	return p.captions, nil
}

type definitions struct {
	decoder  *jsontext.Decoder
	captions *Captions
	left     int  // of the captions that may be kept
	found    bool // a collection or an entry
}

// read decodes the object of an answer. An entry that is no member of a collection is one
// whose parts are the object's own.
func (p *definitions) read() error {
	if token, err := p.decoder.ReadToken(); err != nil || token.Kind() != '{' {
		return ErrNoDefinitions
	}
	own := map[string]jsontext.Value{}
	for p.decoder.PeekKind() != '}' {
		name, err := p.decoder.ReadToken()
		if err != nil {
			return err
		}
		if word := name.String(); word == "value" && p.decoder.PeekKind() == '[' {
			err = p.entries()
		} else {
			err = p.part(own, word)
		}
		if err != nil {
			return err
		}
	}
	if _, err := p.decoder.ReadToken(); err != nil {
		return err
	}
	p.captions.Next = text(own["@odata.nextLink"])
	p.add(own)
	if !p.found && text(own["entityName"]) == "" {
		return ErrNoDefinitions
	}
	return nil
}

// part keeps a part of a single entry, the rest of an answer is skipped.
func (p *definitions) part(own map[string]jsontext.Value, word string) error {
	switch word {
	case "entityName", "entitySetName", "properties", "enumMembers", "@odata.nextLink":
		value, err := p.decoder.ReadValue()
		own[word] = value.Clone()
		return err
	}
	return p.decoder.SkipValue()
}

func (p *definitions) entries() error {
	p.found = true
	if _, err := p.decoder.ReadToken(); err != nil {
		return err
	}
	for p.decoder.PeekKind() != ']' && p.left >= 0 {
		value, err := p.decoder.ReadValue()
		if err != nil {
			return err
		}
		p.add(object(value))
	}
	if p.left < 0 {
		return ErrTooLarge
	}
	_, err := p.decoder.ReadToken()
	return err
}

func (p *definitions) add(entry map[string]jsontext.Value) {
	d := &definition{set: text(entry["entitySetName"]), name: text(entry["entityName"]),
		properties: p.named(entry["properties"]), members: p.named(entry["enumMembers"])}
	if d.set != "" && p.captions.bySet[d.set] == nil {
		p.captions.bySet[d.set] = d
	}
	if d.name != "" && p.captions.byName[d.name] == nil {
		p.captions.byName[d.name] = d
	}
}

// named reads a list of {name, captions}.
func (p *definitions) named(value jsontext.Value) map[string][]caption {
	all := map[string][]caption{}
	for _, item := range list(value) {
		part := object(item)
		name := text(part["name"])
		for _, c := range list(part["captions"]) {
			words := object(c)
			said := line(text(words["caption"]))
			if said == "" || len(said) > maxCaption {
				continue
			}
			p.left--
			all[name] = append(all[name], caption{number(words["languageCode"]), said})
		}
	}
	return all
}

// line returns a caption as files have it: no-break spaces, which French captions have
// between "N" and "°", are blanks, and soft hyphens are left out.
func line(caption string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, caption)), " ")
}

// decoded returns a value of a kind, nothing for a value of any other kind.
func decoded[T any](value jsontext.Value) T {
	var v, none T
	if len(value) == 0 || json.Unmarshal(value, &v, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) != nil {
		return none
	}
	return v
}

func object(value jsontext.Value) map[string]jsontext.Value {
	return decoded[map[string]jsontext.Value](value)
}

func list(value jsontext.Value) []jsontext.Value { return decoded[[]jsontext.Value](value) }

func text(value jsontext.Value) string { return decoded[string](value) }

// number returns a whole number, also one that is written as a string; else 0.
func number(value jsontext.Value) int {
	n, err := strconv.Atoi(strings.Trim(string(value), `"`))
	if err != nil {
		return 0
	}
	return n
}
