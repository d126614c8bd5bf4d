package pipeline

import (
	"cmp"

	"bcimport/importer"
	"bcimport/mapping"
)

// row makes an entry for a contact from pairs of field and text.
func row(seq int, id string, pairs ...string) importer.Entry {
	e := importer.Entry{Row: importer.Row{Seq: seq, Line: seq + 2, Raw: []byte("raw")}, Locator: importer.Locator{ID: id}}
	e.Edit.Key = cmp.Or(id, "key")
	for i := 0; i < len(pairs); i += 2 {
		e.Edit.Values = append(e.Edit.Values, mapping.Value{Field: pairs[i], Text: pairs[i+1]})
	}
	return e
}

func holding(tag importer.ETag, pairs ...string) *importer.Contact {
	return &importer.Contact{ID: "c", ETag: tag, Values: row(0, "c", pairs...).Edit.Values}
}

// named is a row that says which state of the contact it was made on.
func named(seq int, tag string, base []string, pairs ...string) importer.Entry {
	e := row(seq, "c", pairs...)
	e.Edit.ETag = tag
	for i := 0; i < len(base); i += 2 {
		e.Edit.Base = append(e.Edit.Base, mapping.Value{Field: base[i], Text: base[i+1]})
	}
	return e
}
