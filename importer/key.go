package importer

import (
	"slices"
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// KeyKind is what the service says about the key of its contacts.
type KeyKind int

const (
	KeyUndeclared KeyKind = iota // there is no $metadata
	KeyGUID
	KeyString
)

// Locator says how a row's key finds its record: by the id itself, or through
// a lookup by another field. Exactly one of ID and Lookup is set, none for a
// key that cannot find anything.
type Locator struct {
	ID     string
	Lookup Lookup
}

// Lookup is a key that the service has to resolve to an id.
type Lookup struct {
	By  mapping.Match // the field that holds the key
	Key string
}

// Locate decides how a key finds its record of a set by the mapping's `match`: auto, id,
// or the name of a field. A GUID is the id, bare and in lower case, with or without braces.
// What else auto takes for a key is a number, or a code where the set has no numbers.
func Locate(set *entity.Entity, match mapping.Match, kind KeyKind, key string) (Locator, error) {
	if match != mapping.MatchAuto && match != mapping.MatchID {
		return lookUp(set, match, key), nil
	}
	id, isGUID := ParseGUID(key)
	switch {
	case isGUID:
		return Locator{ID: id}, nil
	case kind != KeyGUID:
		return Locator{ID: key}, nil
	}
	if by := automatic(set); match == mapping.MatchAuto && by != "" {
		return lookUp(set, by, key), nil
	}
	return Locator{}, mapping.CellError{
		Index: -1, Code: "invalid_key",
		Message: message("not_a_contact_id", key),
	}
}

// automatic is the field in which match auto looks for what is no id; empty for none.
func automatic(set *entity.Entity) mapping.Match {
	for _, by := range []mapping.Match{mapping.MatchNumber, matchCode} {
		if slices.Contains(set.Keys, string(by)) {
			return by
		}
	}
	return ""
}

// matchCode is the code of a record that has no number.
const matchCode mapping.Match = "code"

// lookUp sends numbers and codes in upper case, as Business Central stores every field of
// type Code. The number of a customerContact is a field of another set.
func lookUp(set *entity.Entity, by mapping.Match, key string) Locator {
	if by == mapping.MatchNumber || by == matchCode || set.Find(string(by)).Type == entity.Code {
		key = strings.ToUpper(key)
	}
	return Locator{Lookup: Lookup{by, key}}
}

// ParseGUID returns the bare form of a GUID, in lower case, and whether a text is one.
func ParseGUID(s string) (string, bool) {
	if len(s) == 38 && s[0] == '{' && s[37] == '}' {
		s = s[1:37]
	}
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return "", false
	}
	var kinds byte
	for i := range len(s) {
		kinds |= guidBytes[s[i]]
	}
	if kinds&foreign != 0 || strings.Count(s, "-") != 4 {
		return "", false
	}
	if kinds&capital != 0 {
		s = strings.ToLower(s)
	}
	return s, true
}

// Kinds of bytes of a GUID.
const (
	capital = 1 << iota // A to F
	foreign             // none of a GUID's
)

// guidBytes are the kinds of all bytes. A table takes the digits and letters of an id, which come
// in no order, in a third of the time of comparisons.
var guidBytes = func() (kinds [256]byte) {
	for b := range kinds {
		switch c := byte(b); {
		case c-'0' < 10, c-'a' < 6, c == '-':
		case c-'A' < 6:
			kinds[b] = capital
		default:
			kinds[b] = foreign
		}
	}
	return kinds
}()

// IsGUID reports whether an id is a GUID in its bare form.
func IsGUID(id string) bool {
	bare, ok := ParseGUID(id)
	return ok && len(bare) == len(id)
}
