package proposal

import (
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Vocabulary is the names of the fields of some sets, and always those of contacts of
// customers. It is safe for concurrent use.
type Vocabulary struct {
	sets     []*entity.Entity
	captions []captions
}

// NewVocabulary takes the names of one set's fields, or, where that is nil, of all sets
// that this program knows.
func NewVocabulary(set *entity.Entity) *Vocabulary {
	v := new(Vocabulary)
	if set != nil {
		v.add(set)
		return v
	}
	for _, name := range profile.All() {
		known, _ := profile.Find(name)
		v.add(&known)
	}
	return v
}

func (v *Vocabulary) add(set *entity.Entity) {
	v.sets = append(v.sets, set)
	v.captions = append(v.captions, newCaptions(set, set))
}

// Words are all names, in the forms that headers have them in: evidence for where a header
// stands.
func (v *Vocabulary) Words() []string {
	seen := map[string]bool{}
	var all []string
	add := func(name string) {
		name = strings.TrimSpace(name)
		for _, form := range []string{
			name, name + ".", name + ":", strings.TrimSuffix(name, "."), strings.ReplaceAll(name, " ", "_"),
			strings.ReplaceAll(name, " ", "-"), strings.ReplaceAll(name, "-", " "), fold(name),
		} {
			if !seen[form] {
				seen[form] = true
				all = append(all, form)
			}
		}
	}
	for _, e := range vocabulary() {
		for name := range strings.SplitSeq(e.names, ",") {
			add(name)
		}
	}
	for i := range v.captions {
		for _, name := range v.captions[i].names() {
			add(name)
		}
	}
	return all
}

// IsHeader reports whether a row is a header: it has names that are known, two or, where
// there are fewer cells, all, and no cell that has the shape of a value.
func (v *Vocabulary) IsHeader(cells []string) bool {
	names := newNames(nil)
	known, filled := 0, 0
	for _, cell := range cells {
		if cell = mapping.TrimBlank(cell); cell == "" {
			continue
		}
		filled++
		if len(names.of(cell)) > 0 || v.has(cell) {
			known++
		}
	}
	return known > 0 && known >= min(filled, 2) && !HasValues(cells)
}

// has reports whether a set has a field of that name.
func (v *Vocabulary) has(name string) bool {
	for i := range v.captions {
		if len(v.captions[i].exact[fold(name)]) > 0 {
			return true
		}
	}
	return false
}
