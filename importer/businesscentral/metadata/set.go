package metadata

import "bcimport/mapping/entity"

// Allowance is whether $metadata says that records of a set can be written.
type Allowance int

// The allowances. What is not stated is allowed: the service decides.
const (
	Unstated Allowance = iota
	Allowed
	Refused
)

// or returns a, or b where a is not stated.
func (a Allowance) or(b Allowance) Allowance {
	if a == Unstated {
		return b
	}
	return a
}

// Set is what a list of sets shows of one.
type Set struct {
	Name string
	// Type is the name of the records' type without its namespace.
	Type string
	// Updatable, Insertable and Deletable say what can be done with records.
	Updatable, Insertable, Deletable Allowance
	// Key are the properties of the key, of which a set that can be taken has one.
	Key []string
	// KeyType is the type of a key of one property: Edm.Guid, Edm.String; else empty.
	KeyType string
	// Root reports whether the set is not below a company, where $metadata lists other sets.
	Root bool
	// Fields and Settable count the fields that can be described, and those of them that
	// $metadata does not call read-only.
	Fields, Settable int
}

// Sets returns the sets at the root and below a company, in the order of $metadata.
func (d *Document) Sets() []Set {
	sets := make([]Set, 0, len(d.content.Sets))
	for _, s := range d.content.Sets {
		if !s.Elsewhere {
			sets = append(sets, d.set(s))
		}
	}
	return sets
}

// Set finds a set by its exact name, of a custom API also with its route before it
// (publisher/group/version/set). The error is a SetError with ErrNoSuchSet.
func (d *Document) Set(name string) (Set, error) {
	i, found := d.find(name)
	if !found {
		return Set{}, d.noSuchSet(name)
	}
	return d.set(d.content.Sets[i]), nil
}

// find returns the place of a set. The name of a custom API's set includes its route.
func (d *Document) find(name string) (place int, found bool) {
	_, set := entity.SplitSet(name)
	place, found = d.byName[set]
	return place, found
}

// typeOf returns the whole type of a set that there is.
func (d *Document) typeOf(s Set) entityType { return d.whole(d.content.Sets[d.byName[s.Name]].Type) }

func (d *Document) set(s entitySet) Set {
	t := d.whole(s.Type)
	fields := d.fields(t)
	out := Set{Name: s.Name, Type: localName(s.Type), Updatable: s.Updatable, Insertable: s.Insertable, Deletable: s.Deletable,
		Key: append([]string(nil), t.Key...), Root: s.Root, Fields: len(fields)}
	if len(t.Key) == 1 {
		out.KeyType = t.kindOf(t.Key[0])
	}
	for i := range fields {
		if fields[i].ReadOnly == "" {
			out.Settable++
		}
	}
	return out
}
