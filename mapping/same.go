package mapping

import (
	"bcimport/mapping/entity"
	"bcimport/mapping/phones"
	"bcimport/mapping/texts"
)

// Same reports whether two canonical texts of a field are the same value. Texts are where
// they differ in nothing that a person sees or means: in white space, in signs without a
// width, in their Unicode form, for a phone number in how it is written, for a code in its
// case. It is symmetric.
func Same(field *entity.Field, a, b string) bool {
	switch {
	case a == b:
		return true
	case !field.Type.IsText():
		return field.Same(a, b)
	}
	a, b = texts.Folded(a), texts.Folded(b)
	if field.Type == entity.Code || field.Stored == entity.Capitals {
		return field.Same(a, b)
	}
	return a == b || field.Purpose == entity.Phone && a != "" && b != "" && phones.Same(a, b)
}

// sameName reports whether first and last name are, taken together, those that a record
// holds, or whether that is the whole name that both were split from.
func sameName(first, last, heldFirst, heldLast, whole string) bool {
	held := texts.Folded(heldFirst + " " + heldLast)
	return held != "" && (held == texts.Folded(first+" "+last) || held == texts.Folded(whole))
}

// SameName reports whether an edit that splits a whole name into two fields sets just the
// name that a record holds in them, split elsewhere perhaps.
func (e Edit) SameName(firstField, lastField, heldFirst, heldLast string) bool {
	if e.Whole == "" {
		return false
	}
	first, last := "", ""
	for _, v := range e.Values {
		switch v.Field {
		case firstField:
			first = v.Text
		case lastField:
			last = v.Text
		}
	}
	return sameName(first, last, heldFirst, heldLast, e.Whole)
}
