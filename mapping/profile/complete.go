package profile

import (
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

// Complete adds what this program knows of a set to its description by $metadata, which
// stays right about which fields there are and about their types, lengths and members.
// Only that a text is a code is in no $metadata. A set without a profile gets defaults
// that follow from the names of its fields. from is not changed.
func Complete(from entity.Entity) entity.Entity {
	known, ok := Find(from.Set)
	if !ok {
		return withDefaults(from)
	}
	e := known
	e.Key = from.Key
	if e.Key == "" {
		e.Key = known.Key
	}
	e.Fields = make([]entity.Field, len(from.Fields))
	for i, f := range from.Fields {
		if k, ok := known.Field(f.Name); ok {
			f = merge(f, k)
		}
		e.Fields[i] = f
	}
	missing := func(name string) bool {
		_, described := known.Field(name)
		_, there := from.Field(name)
		return described && !there
	}
	for _, names := range []*[]string{&e.Keys, &e.Name, &e.Order, &e.Settled} {
		*names = slices.DeleteFunc(*names, missing)
	}
	e.Alternatives = alternativesOf(known.Alternatives, missing)
	if missing(e.Number) {
		e.Number = ""
	}
	return e
}

// alternativesOf leaves out fields that are missing, and groups of which one is left.
func alternativesOf(groups [][]string, missing func(string) bool) [][]string {
	var left [][]string
	for _, group := range groups {
		if group = slices.DeleteFunc(group, missing); len(group) > 1 {
			left = append(left, group)
		}
	}
	return left
}

// merge adds to a field of $metadata what its profile says.
func merge(f, known entity.Field) entity.Field {
	merged := known
	merged.Name, merged.Type, merged.Bits, merged.Members = f.Name, f.Type, f.Bits, f.Members
	if f.Type == entity.Text && known.Type == entity.Code {
		merged.Type = entity.Code
	}
	if f.Length > 0 {
		merged.Length = f.Length
	}
	if f.Set != "" && f.Set != known.Set {
		merged.Set, merged.By = f.Set, f.By
	}
	if known.ReadOnly == "" {
		merged.ReadOnly = f.ReadOnly
	}
	merged.NotFiltered = f.NotFiltered || known.NotFiltered
	merged.Captions = union(f.Captions, known.Captions)
	merged.Members = withCaptions(f.Members, known.Members)
	return merged
}

// withCaptions adds what members are called to those of $metadata.
func withCaptions(members, known []entity.Member) []entity.Member {
	all := slices.Clone(members)
	for i := range all {
		for _, k := range known {
			if k.Name == all[i].Name {
				all[i].Captions = union(all[i].Captions, k.Captions)
			}
		}
	}
	return all
}

// union returns the names of first, then those of second that are new.
func union(first, second []string) []string {
	all := slices.Clone(first)
	for _, name := range second {
		if !slices.ContainsFunc(all, func(have string) bool { return strings.EqualFold(have, name) }) {
			all = append(all, name)
		}
	}
	return all
}
