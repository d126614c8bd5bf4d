package metadata

import (
	"slices"
	"strings"
)

// companies is the set that all others are below in a URL.
const companies = "companies"

// document resolves what was kept. Business Central lists a set twice: in the container,
// and as a containment of the company's type, which may be the only place.
func (p *parser) document() *Document {
	c := content{Digest: p.in.sum(), Types: make(map[string]entityType, len(p.types)), Enums: p.enums}
	for name, t := range p.types {
		c.Types[name] = p.resolved(name, *t)
	}
	d := newDocument(c)
	candidates := p.candidates(p.companyTypes())
	below := slices.ContainsFunc(candidates, func(s *candidate) bool { return len(s.types[0]) > 0 })
	for _, s := range candidates {
		if chosen, ok := s.choose(d); ok {
			chosen.Root = below && len(s.types[0]) == 0 && !chosen.Elsewhere
			d.content.Sets = append(d.content.Sets, p.restricted(s, chosen))
		}
	}
	return newDocument(d.content)
}

// resolved returns a type with full names of types and with its annotations.
func (p *parser) resolved(name string, t entityType) entityType {
	t.Base = p.qualified(t.Base)
	for i := range t.Properties {
		property := &t.Properties[i]
		property.Type = p.shared(p.qualified(property.Type))
		m := p.marks[name+"/"+property.Name]
		property.ReadOnly, property.Caption = m.readOnly(), m.caption
	}
	for i := range t.References {
		t.References[i].Type = p.shared(p.qualified(t.References[i].Type))
	}
	return t
}

func (m mark) readOnly() string {
	switch {
	case m.computed:
		return "is read-only: $metadata says that Business Central computes it"
	case m.immutable:
		return "is read-only: $metadata says that it is set only when a record is created"
	case m.unwritable:
		return "is read-only: $metadata says that it can only be read"
	}
	return ""
}

// candidate is a name of a set with the types that it may be of: those below a company,
// which is the path in use, those of containers, those below any other record.
type candidate struct {
	name   string
	types  [3][]string
	target [3]string // of annotations
}

// candidates returns the sets in the order of the document, those of containers first.
func (p *parser) candidates(owners map[string]bool) []*candidate {
	byName := map[string]*candidate{}
	var all []*candidate
	add := func(name string, level int, entityType, target string) {
		s, known := byName[name]
		if !known {
			s = &candidate{name: name}
			byName[name], all = s, append(all, s)
		}
		if s.target[level] == "" {
			s.target[level] = target
		}
		if name := p.qualified(entityType); !slices.Contains(s.types[level], name) {
			s.types[level] = append(s.types[level], name)
		}
	}
	for _, s := range p.sets {
		add(s.name, 1, s.entityType, s.path)
	}
	for _, company := range []bool{true, false} {
		for _, n := range p.navigations {
			if !n.many || !identifier(n.name) || owners[n.owner] != company {
				continue
			}
			level := 2
			if company {
				level = 0
			}
			add(n.name, level, n.target, n.owner+"/"+n.name)
		}
	}
	return all
}

// companyTypes returns the full names of a company's types.
func (p *parser) companyTypes() map[string]bool {
	owners := map[string]bool{}
	for _, s := range p.sets {
		if s.name == companies {
			owners[p.qualified(s.entityType)] = true
		}
	}
	if len(owners) > 0 {
		return owners
	}
	for name := range p.types {
		if strings.HasSuffix(name, ".company") {
			owners[name] = true
		}
	}
	return owners
}

// choose returns the first place whose types are known and have the same kind of key.
func (s *candidate) choose(d *Document) (entitySet, bool) {
	for level, names := range s.types {
		if name, ok := d.agreed(names); ok {
			return entitySet{Name: s.name, Type: name, Elsewhere: level == 2}, true
		}
	}
	return entitySet{}, false
}

// agreed returns the first of the types that is known, if all known have the same kind of
// key.
func (d *Document) agreed(names []string) (string, bool) {
	found, key := "", ""
	for _, name := range names {
		if _, known := d.content.Types[name]; !known {
			continue
		}
		t := d.whole(name)
		kind := ""
		for _, k := range t.Key {
			kind += t.kindOf(k) + " "
		}
		if found != "" && kind != key {
			return "", false
		}
		if found == "" {
			found, key = name, kind
		}
	}
	return found, found != ""
}

// restricted adds what annotations say: first those of the place in use.
func (p *parser) restricted(s *candidate, set entitySet) entitySet {
	for level, target := range s.target {
		if target == "" || level == 2 && !set.Elsewhere {
			continue
		}
		m := p.marks[target]
		set.Updatable = set.Updatable.or(m.updatable)
		set.Insertable = set.Insertable.or(m.insertable)
		set.Deletable = set.Deletable.or(m.deletable)
	}
	return set
}
