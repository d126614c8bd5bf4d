package importer

import (
	"cmp"

	"bcimport/mapping"
)

// row makes an entry for a contact from pairs of field and text.
func row(seq int, id string, pairs ...string) Entry {
	e := Entry{Row: Row{Seq: seq, Line: seq + 2, Raw: []byte("raw")}, Locator: Locator{ID: id}}
	e.Edit.Key = cmp.Or(id, "key")
	for i := 0; i < len(pairs); i += 2 {
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: pairs[i], Text: pairs[i+1]})
	}
	return e
}

func holding(tag ETag, pairs ...string) *Contact {
	return &Contact{ID: "c", ETag: tag, Values: row(0, "c", pairs...).Edit.Values}
}

// named is a row that says which state of the contact it was made on.
func named(seq int, tag string, base []string, pairs ...string) Entry {
	e := row(seq, "c", pairs...)
	e.Edit.ETag = tag
	for i := 0; i < len(base); i += 2 {
		e.Edit.Base = append(e.Edit.Base, mapping.Value{Field: base[i], Text: base[i+1]})
	}
	return e
}
