package records

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer/businesscentral/odata"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Codec reads and writes records of one entity set. It is safe for concurrent use.
type Codec struct {
	set     *entity.Entity
	fields  []*entity.Field // that are read
	records *json.Unmarshalers
}

// New returns the codec of a set, which must not be changed any more. It reads the fields
// that can be set, and those by which people know a record.
func New(set *entity.Entity) *Codec {
	return newCodec(set, func(f *entity.Field) bool { return f.ReadOnly == "" })
}

// Limited returns a codec that reads some fields, read-only ones too, and those by which
// people know a record. A field that the set does not have is left out.
func (c *Codec) Limited(fields []string) *Codec {
	return newCodec(c.set, func(f *entity.Field) bool { return slices.Contains(fields, f.Name) })
}

func newCodec(set *entity.Entity, wanted func(f *entity.Field) bool) *Codec {
	c := &Codec{set: set}
	for i := range set.Fields {
		f := &set.Fields[i]
		if f.Name != set.Key && (wanted(f) || f.Name == set.Number || slices.Contains(set.Name, f.Name)) {
			c.fields = append(c.fields, f)
		}
	}
	c.records = json.UnmarshalFromFunc(c.readRecord)
	return c
}

// Select lists the properties that are read, for $select: the key's first.
func (c *Codec) Select() string {
	names := []string{c.set.Key}
	for _, f := range c.fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, ",")
}

// page is a page of a list.
type page[T any] struct {
	Value   []T    `json:"value"`
	Context string `json:"@odata.context"`
	Next    string `json:"@odata.nextLink"`
}

func (p page[T]) next() string { return odata.InContext(p.Context, p.Next) }

func (c *Codec) unmarshal(body []byte, into any) bool {
	return odata.Unmarshal(body, into, json.WithUnmarshalers(c.records))
}

var (
	errNoObject = errors.New("a record is a JSON object")
	errNoText   = errors.New("a text is a JSON string")
)

// readRecord reads one record member by member, so that a number keeps its digits.
func (c *Codec) readRecord(dec *jsontext.Decoder, r *Record) error {
	if dec.PeekKind() != '{' {
		return errNoObject
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	*r = Record{}
	values := make([]mapping.Value, len(c.fields))
	for dec.PeekKind() != '}' {
		name, err := dec.ReadValue()
		if err != nil {
			return err
		}
		place := c.place(name)
		raw, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if err := c.readMember(place, raw, r, values); err != nil {
			return err
		}
	}
	r.Values = compact(values)
	_, err := dec.ReadToken()
	return err
}

// Places of members that are no field that is read.
const (
	unknownMember = -1
	eTagMember    = -2
	keyMember     = -3
)

// place finds a member by its quoted name, in which any letter may be escaped.
func (c *Codec) place(quoted jsontext.Value) int {
	name := []byte(quoted[1 : len(quoted)-1])
	if bytes.IndexByte(name, '\\') >= 0 {
		name, _ = jsontext.AppendUnquote(nil, quoted) // a decoder's value is a string
	}
	switch {
	case string(name) == "@odata.etag":
		return eTagMember
	case string(name) == c.set.Key:
		return keyMember
	}
	for i, f := range c.fields {
		if string(name) == f.Name {
			return i
		}
	}
	return unknownMember
}

func (c *Codec) readMember(place int, raw jsontext.Value, r *Record, values []mapping.Value) (err error) {
	switch place {
	case unknownMember:
		return nil
	case eTagMember:
		r.ETag, err = text(raw)
	case keyMember:
		r.ID, err = text(raw)
	default:
		if raw.Kind() == 'n' {
			return nil
		}
		f := c.fields[place]
		canonical, err := f.FromJSON(raw)
		if err != nil {
			return err
		}
		values[place] = mapping.Value{Field: f.Name, Text: canonical}
	}
	return err
}

// text returns a member that must be a text; null is empty.
func text(raw jsontext.Value) (string, error) {
	if raw.Kind() == 'n' {
		return "", nil
	}
	if raw.Kind() != '"' {
		return "", errNoText
	}
	return (entity.Field{}).FromJSON(raw)
}

// compact returns the values that an answer held, in place.
func compact(values []mapping.Value) []mapping.Value {
	present := values[:0]
	for _, v := range values {
		if v.Field != "" {
			present = append(present, v)
		}
	}
	return present
}
