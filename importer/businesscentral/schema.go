package businesscentral

import (
	"io"

	"bcimport/importer"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
)

// schema is what $metadata says about the records of a set.
type schema struct {
	// Key is the kind of the set's key.
	Key importer.KeyKind
	// Lengths is the longest text of each field in UTF-16 units.
	Lengths map[string]int
}

// decodeSchema decodes $metadata. The error is metadata.ErrNoMetadata for an answer that is
// none or is not complete; any other means that it does not describe the set with a single
// key.
func decodeSchema(body io.Reader, set string) (schema, error) {
	d, err := metadata.Parse(body)
	if err != nil {
		return schema{}, err
	}
	described, err := d.Set(set)
	if err == nil && len(described.Key) != 1 {
		err = d.Check(set)
	}
	if err != nil {
		return schema{}, err
	}
	e, err := d.Describe(set)
	return schema{Key: keyKind(described.KeyType), Lengths: lengths(e)}, err
}

func keyKind(edm string) importer.KeyKind {
	switch edm {
	case "Edm.Guid":
		return importer.KeyGUID
	case "Edm.String":
		return importer.KeyString
	}
	return importer.KeyUndeclared
}

func lengths(e entity.Entity) map[string]int {
	longest := map[string]int{}
	for i := range e.Fields {
		if e.Fields[i].Length > 0 {
			longest[e.Fields[i].Name] = e.Fields[i].Length
		}
	}
	return longest
}
