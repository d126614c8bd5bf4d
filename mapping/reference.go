package mapping

import (
	"slices"

	"bcimport/mapping/profile"
	"bcimport/mapping/texts"
)

// Reference is a field whose cells hold codes of other records: the ids are to be found in
// Set by the field By.
type Reference struct{ Field, Set, By string }

// Codes knows the records of a set by their codes. It is safe for concurrent use.
type Codes interface {
	// IDs returns the ids of the records with a code, whatever its case.
	IDs(code string) []string
	// Nearest returns the codes that a misspelt one may mean, best first.
	Nearest(code string) []string
}

// References returns what has to be known for WithReferences, in the order of the fields.
func (b *Bound) References() []Reference {
	var references []Reference
	for i := range b.fields {
		if f := &b.fields[i]; f.Lookup != "" {
			references = append(references, Reference{Field: f.Name, Set: f.Of.Set, By: f.Lookup})
		}
	}
	return references
}

// WithReferences returns a copy in which the codes of the fields named become ids. In the
// other fields with a lookup a code stays as it is, and Edit.Unresolved names them.
func (b *Bound) WithReferences(codes map[string]Codes) *Bound {
	c := *b
	c.fields = slices.Clone(b.fields)
	for i := range c.fields {
		if known, ok := codes[c.fields[i].Name]; ok {
			c.fields[i].codes = known
		}
	}
	return &c
}

// resolve returns the id of the record that a code names; the code itself where no records
// are known.
func (f *boundField) resolve(code string) (string, []CellError) {
	if f.codes == nil {
		return code, f.checkCode(code)
	}
	switch ids := f.codes.IDs(code); len(ids) {
	case 0:
		return "", f.unknownReference(code)
	case 1:
		return ids[0], nil
	default:
		return "", f.refuse("ambiguous_reference", NewMessage("ambiguous_reference", shortened(code), f.where(), f.Lookup, len(ids), f.Of.Set, f.Name))
	}
}

func (f *boundField) unknownReference(code string) []CellError {
	near := f.codes.Nearest(code)
	if len(near) == 0 {
		return f.refuse("unknown_reference", NewMessage("unknown_reference", shortened(code), f.where(), f.Lookup, f.Of.Set, f.Name))
	}
	return f.refuse("unknown_reference", NewMessage("unknown_reference_near", shortened(code), f.where(), f.Lookup, f.Of.Set, quotedWords(Either, near)))
}

// checkCode refuses what no record can have for a code.
func (f *boundField) checkCode(code string) []CellError {
	if texts.TooLong(code, f.codeLength) {
		return f.refuse("unknown_reference", NewMessage("reference_too_long", shortened(code), f.where(), texts.Length(code), f.Lookup, f.Of.Set, f.codeLength))
	}
	return nil
}

// codeLength is the greatest length of the codes that a field holds; 0 where it is not known.
func codeLength(f *Field) int {
	if f.Lookup == "" {
		return 0
	}
	of, _ := profile.Find(f.Of.Set)
	by, ok := of.Field(f.Lookup)
	if !ok {
		return 0
	}
	return by.Length
}
