package profile

import (
	"slices"
	"strings"
	"unicode"

	"bcimport/mapping/entity"
)

// withDefaults fills what is empty of a set without a profile from the names that the
// fields of all sets of Business Central have in common.
func withDefaults(e entity.Entity) entity.Entity {
	if e.Key == "" {
		e.Key = "id"
	}
	if _, there := e.Field("displayName"); there && len(e.Name) == 0 {
		e.Name = []string{"displayName"}
	}
	for _, name := range []string{"number", "code", "email"} {
		f, there := e.Field(name)
		if !there || f.NotFiltered || f.Type != entity.Text && f.Type != entity.Code {
			continue
		}
		if e.Number == "" && name != "email" {
			e.Number = name
		}
		if !slices.Contains(e.Keys, name) {
			e.Keys = append(slices.Clip(e.Keys), name)
		}
	}
	if e.One == "" || e.Many == "" {
		e.One, e.Many = nouns(e.Set)
	}
	e.Fields = slices.Clone(e.Fields)
	for i := range e.Fields {
		if f := &e.Fields[i]; f.ReadOnly == "" {
			f.ReadOnly = readOnly(e, f.Name)
		}
	}
	return e
}

// readOnly says why a field that every set has cannot be set.
func readOnly(e entity.Entity, name string) string {
	switch name {
	case e.Key:
		return "is what finds the " + e.One + " and cannot be set; its column belongs in key.column"
	case "lastModifiedDateTime":
		return "is read-only: Business Central sets it at every write"
	}
	return ""
}

// nouns makes English words of the name of a set: "tax area" and "tax areas" of taxAreas.
func nouns(set string) (one, many string) {
	_, name := entity.SplitSet(set)
	many = words(name)
	switch {
	case strings.HasSuffix(many, "ies"):
		return strings.TrimSuffix(many, "ies") + "y", many
	case strings.HasSuffix(many, "sses"), strings.HasSuffix(many, "xes"), strings.HasSuffix(many, "ches"):
		return strings.TrimSuffix(many, "es"), many
	case strings.HasSuffix(many, "s") && !strings.HasSuffix(many, "ss") && !strings.HasSuffix(many, "us"):
		return strings.TrimSuffix(many, "s"), many
	}
	return many + " record", many + " records"
}

// words splits a name at its capitals; an acronym stays whole.
func words(name string) string {
	var out strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		upper := unicode.IsUpper(r)
		if upper && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			out.WriteByte(' ')
		}
		acronym := upper && i+1 < len(runes) && unicode.IsUpper(runes[i+1]) || upper && i > 0 && unicode.IsUpper(runes[i-1]) && (i+1 == len(runes) || unicode.IsUpper(runes[i+1]))
		if upper && !acronym {
			r = unicode.ToLower(r)
		}
		out.WriteRune(r)
	}
	return strings.ReplaceAll(out.String(), "_", " ")
}
