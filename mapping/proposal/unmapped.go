package proposal

import (
	"slices"
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Unmapped is a column that looks like a field and that a mapping leaves out.
type Unmapped struct {
	Column string
	Field  string // that it looks like
	Reason string
	// Instead is the column that the mapping takes for the field; empty for none.
	Instead string
}

// FindUnmapped finds the columns of a table that look like fields, by their names or by the
// shapes of their first values, and that a mapping leaves out. Those that the program
// itself writes (export, failed.csv) are none.
func FindUnmapped(header []string, rows Rows, m *mapping.Mapping) []Unmapped {
	columns := look(header, rows, m.Entity)
	maker := maker{set: m.Entity, columns: columns, taken: map[int]bool{}}
	named := map[string]bool{}
	for _, name := range m.Columns() {
		named[caseless(mapping.CleanHeader(name))] = true
	}
	if m.Entity.Set != entity.CustomerContacts {
		return unmappedIn(columns, m, named)
	}
	exported := slices.ContainsFunc(columns, func(c *column) bool { return c.means(stateETag) != nil })
	var left []Unmapped
	for _, c := range columns {
		if c.header == "" || named[caseless(c.header)] || ours(c.header, exported) || c.means(notOurs) != nil {
			continue
		}
		u, looks := maker.resembles(c)
		if !looks {
			continue
		}
		// A second phone number or address has no field of its own.
		if u.Instead = columnOf(m, u.Field); u.Instead == "" || c.means(u.Field) != nil {
			left = append(left, u)
		}
	}
	return left
}

// resembles finds the field that a column looks like.
func (m maker) resembles(c *column) (Unmapped, bool) {
	for _, other := range []struct{ meaning, field, words string }{
		{otherPhone, "primaryPhoneNumber", "another phone number"}, {otherMail, "email", "another e-mail address"},
	} {
		if name := c.means(other.meaning); name != nil && c.filled > 0 {
			return Unmapped{Column: c.header, Field: other.field, Reason: "its name is " + other.words + " (" + name.words + ")"}, true
		}
	}
	if name := c.means(fullName); name != nil && len(c.meanings) == 1 {
		return Unmapped{Column: c.header, Field: "lastName", Reason: nameWords(name) + ", first and last together perhaps"}, true
	}
	for _, field := range m.set.Settable() {
		choice, ok := m.judge(c, field)
		_, contradicts, _ := c.fit(field)
		if ok && !contradicts && (c.means(field) != nil || field != "primaryPhoneNumber" || c.abroad()) {
			return Unmapped{Column: c.header, Field: field, Reason: choice.Reason}, true
		}
	}
	return Unmapped{}, false
}

// abroad reports whether most numbers have a country code: others look like phones too.
func (c *column) abroad() bool {
	n := 0
	for _, of := range c.book.coded {
		n += of
	}
	return n > len(c.book.national)
}

// ours reports whether the program adds a column itself.
func ours(header string, exported bool) bool {
	return strings.HasPrefix(header, "bcimport_") || exported && (strings.HasSuffix(header, " before") || header == keyID || header == keyNumber || header == stateETag)
}

// columnOf is the column that a mapping takes for a field, several joined.
func columnOf(m *mapping.Mapping, field string) string {
	for i := range m.Fields {
		if m.Fields[i].Name == field {
			return strings.Join(m.Fields[i].ColumnNames(), " + ")
		}
	}
	return ""
}

// Meant returns the columns of a header whose names mean a field of a set, or its key by
// "id".
func Meant(header []string, set *entity.Entity, field string) []string {
	names, known := newNames(set), entity.Entity{}
	others := set.Set != entity.CustomerContacts
	if others {
		known, _ = profile.Find(set.Set)
	}
	captions := newCaptions(set, &known)
	var found []string
	for _, h := range header {
		h = mapping.CleanHeader(h)
		means := func(m meaning) bool { return m.field == field }
		isNamed := func(n naming) bool { return n.grade != holds && n.field == field }
		if others && slices.ContainsFunc(captions.of(h), isNamed) || !others && slices.ContainsFunc(names.of(h), means) {
			found = append(found, h)
		}
	}
	return found
}
