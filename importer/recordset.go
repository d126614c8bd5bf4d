package importer

import (
	"sync"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// CustomerContacts describes the set of every run that names no other. It must not be
// changed.
func CustomerContacts() *entity.Entity { return customerContacts() }

var customerContacts = sync.OnceValue(func() *entity.Entity {
	contacts, _ := profile.Find(entity.CustomerContacts)
	return &contacts
})

// Described returns the description of a set: that of customerContacts for nil, as runs
// have it that began before there were others.
func Described(set *entity.Entity) *entity.Entity {
	if set == nil {
		return CustomerContacts()
	}
	return set
}

// nameFields are the fields of a set that hold the first and the last name of a person;
// ok is false where there are not both.
func nameFields(set *entity.Entity) (first, last string, ok bool) {
	for i := range set.Fields {
		switch f := &set.Fields[i]; f.Purpose {
		case entity.FirstName:
			first = f.Name
		case entity.LastName:
			last = f.Name
		}
	}
	return first, last, first != "" && last != ""
}
