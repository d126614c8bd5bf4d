package metadata

import (
	"errors"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
)

// Why a set can't be taken; each is the reason of a SetError.
var (
	ErrNoSuchSet    = errors.New("no such entity set")
	ErrNotUpdatable = errors.New("records of the entity set can't be updated")
	ErrNoKey        = errors.New("the entity set has no key")
	ErrCompositeKey = errors.New("the key of the entity set has several properties")
	ErrKeyNotGUID   = errors.New("the key of the entity set is not a GUID")
	ErrMedia        = errors.New("records of the entity set are media streams")
	ErrNotInCompany = errors.New("the entity set is not part of a company")
	ErrNoFields     = errors.New("the entity set has no field that can be set")
)

// SetError says in one sentence why a set can't be taken, and what to do instead.
type SetError struct {
	Set    string
	Reason error         // one of the errors of this package
	Hint   phrase.Phrase // an imperative
	Near   []string      // sets that a name without a set may mean
	text   phrase.Phrase
}

func (e *SetError) Error() string { return e.text.String() }

// Phrase returns the sentence as data.
func (e *SetError) Phrase() phrase.Phrase { return e.text }

// Unwrap returns the reason.
func (e *SetError) Unwrap() error { return e.Reason }

// Check returns nil if the set can be taken: its records can be updated and have a key of
// one GUID, below a company. The error is a SetError.
func (d *Document) Check(name string) error {
	set, err := d.Set(name)
	if err != nil {
		return err
	}
	const page = "use an API page with SystemId as its ODataKeyFields"
	refuse := func(reason error, hint phrase.Known, format string, args ...any) error {
		return &SetError{Set: name, Reason: reason, Hint: phrase.New("%s", hint), text: phrase.New("entity set %s %s", set.Name, phrase.New(format, args...))}
	}
	switch {
	case d.typeOf(set).Media:
		return refuse(ErrMedia, "choose a set whose records are fields", "holds media streams, which have no columns in a file")
	case set.Updatable == Refused:
		return refuse(ErrNotUpdatable, "choose a set whose records can be updated", "is read-only: $metadata says that its records can't be updated")
	case len(set.Key) == 0:
		return refuse(ErrNoKey, page, "has no key in $metadata, so that no single record can be written")
	case len(set.Key) > 1:
		return refuse(ErrCompositeKey, page, "has a key of %d properties (%s); only a key of one GUID is supported", len(set.Key), abridged(set.Key))
	case set.KeyType != "Edm.Guid":
		return refuse(ErrKeyNotGUID, page, "has a key that is not a GUID (%s); only a key of one GUID is supported", abridged(set.Key))
	case set.Root:
		return refuse(ErrNotInCompany, "choose a set of a company", "is not part of a company: $metadata lists it at the root alone")
	case set.Settable == 0:
		return refuse(ErrNoFields, "choose a set with fields that can be set", "has no field that can be set")
	}
	return nil
}

func (d *Document) noSuchSet(name string) error {
	e := &SetError{Set: name, Reason: ErrNoSuchSet, text: phrase.New("$metadata has no entity set %q", cut(name))}
	_, local := entity.SplitSet(name)
	var names []string
	for _, s := range d.content.Sets {
		if !s.Elsewhere {
			names = append(names, s.Name)
		}
	}
	switch e.Near = spelling.Nearest(local, names); len(e.Near) {
	case 0:
		e.Hint = phrase.New("fix the name: it is spelled as in the API, such as customers")
	case 1:
		e.Hint = phrase.New("use %s", e.Near[0])
	default:
		e.Hint = phrase.New("use one of %s", abridged(e.Near))
	}
	return e
}

// abridged joins the first names of a list.
func abridged(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " …"
	}
	return strings.Join(names, ", ")
}

// cut shortens a name for a message.
func cut(name string) string {
	const most = 80
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return name
}
