package schema

import (
	"context"
	"errors"

	"bcimport/importer"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Set is a record set as this connection takes it.
type Set struct {
	// Entity is what $metadata and the profile say together. It does not change.
	Entity *entity.Entity
	// Key is the kind of the set's key.
	Key importer.KeyKind
	// Described reports whether $metadata describes the set.
	Described bool
}

// Assumed returns a set as far as it is known without $metadata.
func Assumed(set string) Set {
	e, ok := profile.Find(set)
	if !ok {
		e = profile.Complete(entity.Entity{Set: set})
	}
	return Set{Entity: &e}
}

// Initial is what a set is taken for before it is described: customerContacts as far as they
// are known, and nothing of any other set, whose profile takes milliseconds to be read.
func Initial(set string) Set {
	if set == entity.CustomerContacts {
		return Assumed(set)
	}
	_, name := entity.SplitSet(set)
	return Set{Entity: &entity.Entity{Set: set, Key: "id", One: "record of " + name, Many: name}}
}

// Describe describes a set. customerContacts can be taken without $metadata, with one that
// does not have it, and with another key than a GUID; any other set is refused then, by an
// importer.Problem.
func (r *Root) Describe(ctx context.Context, set string) (Set, error) {
	d, err := r.Document(ctx)
	if err != nil {
		return Set{}, err
	}
	described, err := describe(d, set)
	if err != nil && d != nil && !r.current {
		if d, err = r.Latest(ctx); err != nil {
			return Set{}, err
		}
		described, err = describe(d, set)
	}
	switch {
	case err == nil:
		return described, nil
	case set != entity.CustomerContacts:
		return Set{}, r.refusal(set, err)
	case d != nil || r.malformed != nil:
		r.Log.Warn("the server's $metadata does not describe " + set + "; keys are sent as they are")
	default:
		r.Log.Debug("the server has no $metadata", "status", r.status)
	}
	return Assumed(set), nil
}

// errNoDocument means that the service gives no $metadata.
var errNoDocument = importer.Errorf("no $metadata")

func describe(d *metadata.Document, set string) (Set, error) {
	switch {
	case d == nil:
		return Set{}, errNoDocument
	case set == entity.CustomerContacts:
		return describeContacts(d)
	}
	from, err := d.Entity(set)
	if err != nil {
		return Set{}, err
	}
	e := profile.Complete(from)
	return Set{Entity: &e, Key: importer.KeyGUID, Described: true}, nil
}

// describeContacts takes any key of one property. With another key than a GUID the server
// is none of Business Central's, so that its lengths alone are taken.
func describeContacts(d *metadata.Document) (Set, error) {
	said, err := d.Set(entity.CustomerContacts)
	if err == nil && len(said.Key) != 1 {
		err = d.Check(entity.CustomerContacts)
	}
	if err != nil {
		return Set{}, err
	}
	from, err := d.Describe(entity.CustomerContacts)
	if err != nil {
		return Set{}, err
	}
	if said.KeyType == "Edm.Guid" {
		e := profile.Complete(from)
		return Set{Entity: &e, Key: importer.KeyGUID, Described: true}, nil
	}
	assumed := Assumed(entity.CustomerContacts)
	takeLengths(assumed.Entity, from)
	assumed.Described = true
	if said.KeyType == "Edm.String" {
		assumed.Key = importer.KeyString
	}
	return assumed, nil
}

func takeLengths(e *entity.Entity, from entity.Entity) {
	for i := range e.Fields {
		if f, ok := from.Field(e.Fields[i].Name); ok && f.Length > 0 {
			e.Fields[i].Length = f.Length
		}
	}
}

// RouteHint is what to do about a custom API that is not there.
const RouteHint = "fix publisher, group and version in the name of the set, or install the app that has this API"

// refusal says why a set can't be taken, before anything is sent for it.
func (r *Root) refusal(set string, why error) error {
	if errors.As(why, new(*metadata.SetError)) {
		p := refused(why)
		p.Cause = setError{why}
		return p
	}
	hint := "the API root ends in /api/v2.0; check it, and that the user may read $metadata"
	if route, _ := entity.SplitSet(set); route != "" {
		hint = RouteHint
	}
	cause := importer.Errorf("%s has no $metadata (HTTP %d), which says what can be written to %s", r.URL, r.status, set)
	if r.malformed != nil {
		cause = importer.Errorf("what can be written to %s is not known: %w", set, r.malformed)
	}
	return &importer.Problem{Kind: importer.KindInvalid, Cause: setError{cause}, Hint: importer.PlainHint(hint)}
}

// setError is an error that is importer.ErrSetGone besides what it is.
type setError struct{ error }

func (e setError) Unwrap() error { return e.error }

func (e setError) Is(target error) bool { return target == importer.ErrSetGone }

// refused is a SetError for a person.
func refused(why error) *importer.Problem {
	p := importer.NewInvalid(why)
	if said := (*metadata.SetError)(nil); errors.As(why, &said) {
		p.Hint = importer.NewHint("%s", said.Hint)
	}
	return p
}
