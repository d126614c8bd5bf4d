package schema

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
)

// Reference is a set that fields of others refer to: Set as it stands in a path, Key the
// property that is the id of its records.
type Reference struct{ Set, Key string }

// Reference finds a set of this root whose records are known by a field. Without $metadata
// every set is taken to have the key id. The error is an importer.Problem, or one of the
// connection.
func (r *Root) Reference(ctx context.Context, set, by string) (Reference, error) {
	d, err := r.Document(ctx)
	if err != nil {
		return Reference{}, err
	}
	ref, refused := reference(d, set, by)
	if refused != nil && !r.current {
		if d, err = r.Latest(ctx); err != nil {
			return Reference{}, err
		}
		ref, refused = reference(d, set, by)
	}
	if refused != nil {
		return Reference{}, refused
	}
	return ref, nil
}

func reference(d *metadata.Document, set, by string) (Reference, *importer.Problem) {
	_, name := entity.SplitSet(set)
	if d == nil {
		return Reference{name, "id"}, nil
	}
	e, err := d.Describe(set)
	if err != nil {
		return Reference{}, refused(err)
	}
	said, err := d.Set(set)
	if err != nil {
		return Reference{}, refused(err)
	}
	f, found := e.Field(by)
	switch {
	case said.KeyType != "Edm.Guid" || said.Root:
		return Reference{}, importer.Invalidf("records of %s have no GUID of their own in the company, so that nothing can refer to them by it", set)
	case !found:
		return Reference{}, importer.Invalidf("%s has no field %q", set, by).Hintf("use the field by which people know its records: %s", knownBy(set))
	case !f.Type.IsText():
		return Reference{}, importer.Invalidf("field %q of %s is no text by which records could be looked up", by, set).
			Hintf("use the field by which people know its records: %s", knownBy(set))
	}
	return Reference{name, e.Key}, nil
}

func knownBy(set string) string {
	if e := Assumed(set).Entity; e.Number != "" {
		return e.Number
	}
	return "code, number or displayName"
}
