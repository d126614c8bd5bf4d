package records

import (
	"strings"

	"bcimport/importer/sandbox/odata"
)

// Type is what kind of value a property holds.
type Type int

// The types. Code is a text in capitals; an Option is a text in the language of the
// request; a Formula is a text that $metadata gives no length.
const (
	Text Type = iota
	Code
	Formula
	Option
	Decimal
	Integer
	Boolean
	Date
	DateTime
	GUID
	Enumeration
)

// Languages are the Windows numbers of the languages that captions are in, in the order
// of Captions: English, German, Danish.
func Languages() []int { return []int{1033, 1031, 1030} }

// Captions are what a thing is called, in the order of Languages.
type Captions [3]string

// Property is one property of a record, in the order of the page's controls.
type Property struct {
	Name string
	Type Type
	// Max is the longest text in UTF-16 units; 0 is no limit.
	Max int
	// Enum is the type of an Enumeration.
	Enum *Enum
	// ReadOnly is a control that cannot be edited.
	ReadOnly bool
	// Variable is a variable of the page: it has no length in $metadata and no $filter.
	Variable bool
	// NotBlank refuses the empty text; NotNegative refuses numbers below 0.
	NotBlank, NotNegative bool
	// Refers is the set that a GUID refers to. Of a Code it is the set whose numbers the
	// values must be.
	Refers string
	// Keeps says that the zero GUID does not clear the reference.
	Keeps bool
	// Of is the GUID property that this text tells the record of by Show, one of that
	// record's properties.
	Of, Show string
	// Else is what such a text is where there is no reference.
	Else string
	// Places is to how many decimal places a number is rounded; Pad is how many are
	// written at least.
	Places, Pad int
	// Check, where set, may refuse a value before it is put in.
	Check func(d *Draft, value string) *odata.Refusal
	// Write, where set, puts a checked value into a draft in its own way.
	Write func(d *Draft, value string) *odata.Refusal
	// Read, where set, gives the text of a property that is not kept as it is read.
	Read func(r *Record) string

	Captions Captions
}

// Enum is a type of choices.
type Enum struct {
	Name    string
	Members []Member
}

// Member is one choice; a blank one has the name " ".
type Member struct {
	Name     string
	Captions Captions
}

// Schema describes a set.
type Schema struct {
	Set, Entity string
	// Key is the property with the record's id; "" is "id".
	Key string
	// Number is the property that people know a record by: a number or a code.
	Number string
	// Table is the table's name in messages.
	Table                            string
	Insertable, Updatable, Deletable bool
	Properties                       []Property
	Captions, SetCaptions            Captions
}

// Find returns the position of a property, or -1.
func (s *Schema) Find(name string) int {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			return i
		}
	}
	return -1
}

func (s *Schema) key() string {
	if s.Key == "" {
		return "id"
	}
	return s.Key
}

// edm returns the type of a property in $metadata.
func (p *Property) edm() odata.Kind {
	switch p.Type {
	case Decimal:
		return odata.EdmDecimal
	case Integer:
		return odata.EdmInt32
	case Boolean:
		return odata.EdmBoolean
	case Date:
		return odata.EdmDate
	case DateTime:
		return odata.EdmDateTime
	case GUID:
		return odata.EdmGUID
	case Enumeration:
		return odata.Kind("Microsoft.NAV." + p.Enum.Name)
	default:
		return odata.EdmString
	}
}

// empty returns the value of a property that nothing was given for.
func (p *Property) empty() string {
	switch p.Type {
	case Decimal, Integer:
		return "0"
	case Boolean:
		return "false"
	case Date:
		return EmptyDate
	case DateTime:
		return EmptyDate + "T00:00:00Z"
	case GUID:
		return NoGUID
	case Enumeration:
		return Encode(p.Enum.Members[0].Name)
	default:
		return ""
	}
}

// EmptyDate and NoGUID are what Business Central has in place of nothing.
const (
	EmptyDate = "0001-01-01"
	NoGUID    = "00000000-0000-0000-0000-000000000000"
)

// Encode writes a name as $metadata does: what is no letter, digit or underscore
// becomes _xHHHH_.
func Encode(name string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x7f:
			b.WriteRune(r)
		default:
			b.WriteString("_x00" + string(hexDigits[r>>4]) + string(hexDigits[r&15]) + "_")
		}
	}
	return b.String()
}
