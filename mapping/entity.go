package mapping

import (
	"sync"

	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
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
	return nil, phrase.Errorf("unknown entity %s%s", spelling.Quote(set), spelling.Hint(set, profile.All(), phrase.New("the built-in ones are")))
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
