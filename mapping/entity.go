package mapping

import (
	"fmt"
	"sync"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
	"bcimport/mapping/spelling"
	"bcimport/mapping/yamlnode"
)

// builtin describes the sets that this program knows.
func builtin(set string) (*entity.Entity, error) {
	if set == entity.CustomerContacts {
		return contacts(), nil
	}
	if of, ok := profile.Find(set); ok {
		return &of, nil
	}
	return nil, fmt.Errorf("unknown entity %s%s", spelling.Quote(set), spelling.Hint(set, profile.All(), "the built-in ones are"))
}

// SetOf returns the record set that the text of a mapping names: customerContacts where it
// names none, or is no mapping.
func SetOf(data []byte) string {
	d := &document{}
	if name, _, ok := d.set(yamlnode.Member{Value: d.Root(data)}); ok {
		return name
	}
	return entity.CustomerContacts
}

// contacts describes customerContacts, the set that a mapping means when it names none.
var contacts = sync.OnceValue(func() *entity.Entity {
	of, _ := profile.Find(entity.CustomerContacts)
	return &of
})

// Fields returns the API names of the fields of contacts that a mapping can set, in a
// fixed order. The slice is the caller's own.
func Fields() []string { return contacts().Settable() }

// Length is the longest text of a contact's field in UTF-16 units, 0 for a field that
// there is not. $metadata may say another.
func Length(field string) int { return contacts().Find(field).Length }

// FieldOf is what is known of a contact's field; a plain text where that is nothing. It
// must not be changed.
func FieldOf(name string) *entity.Field { return contacts().Find(name) }
