package mapping

import (
	"slices"

	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/profile"
	"bcimport/mapping/spelling"
	"bcimport/mapping/yamlnode"
)

// effect reads rename and post, which allow what a write does besides.
func (d *document) effect(m yamlnode.Member, f *Field, allowed entity.Effect, to *bool) {
	d.truth(m, to)
	if d.entity != nil && d.entity.Builtin && f.Of.Effect != allowed {
		verb := phrase.Known("renames no record")
		if allowed == entity.Posts {
			verb = phrase.Known("posts nothing")
		}
		d.Problemf(m.At, "writing %s %s; remove %s", spelling.Quote(f.Name), verb, m.Name)
	}
}

// guardEffect refuses a field whose write does more than set it, unless the mapping says so.
func (d *document) guardEffect(m yamlnode.Member, f *Field) {
	switch {
	case f.Of.Effect == entity.Renames && !f.Rename:
		d.Problemf(m.At, "writing %s renames the record and everything that refers to it; a column that finds the row belongs in key.column, and rename: true allows it", spelling.Quote(f.Name))
	case f.Of.Effect == entity.Posts && !f.Post:
		d.Problemf(m.At, "writing %s posts an entry for every changed record; set post: true for it to allow that", spelling.Quote(f.Name))
	}
}

// guardAlternatives refuses a field that says the same as one before it.
func (d *document) guardAlternatives(m yamlnode.Member, before []Field) {
	if d.entity == nil {
		return
	}
	for _, group := range d.entity.Alternatives {
		if !slices.Contains(group, m.Name) {
			continue
		}
		for i := range before {
			if other := before[i].Name; other != m.Name && slices.Contains(group, other) {
				d.Problemf(m.At, "%s and %s set the same; keep one of them", spelling.Quote(other), spelling.Quote(m.Name))
				return
			}
		}
	}
}

// guardBlank refuses `blank: clear` where a field has no empty value. general is what the
// mapping says for all fields, which may stand behind them.
func (d *document) guardBlank(f *Field, general Blank) {
	blank := f.Blank
	if blank == "" {
		blank = general
	}
	if blank != BlankClear || f.Of.ReadOnly != "" {
		return
	}
	at, ok := d.blanks[f.Name]
	if !ok {
		at = f.at
	}
	switch {
	case f.Of.NotBlank != "":
		d.Problemf(at, "%s %s; set blank: keep or blank: error for it", spelling.Quote(f.Name), phrase.Known(f.Of.NotBlank))
	case !f.Of.CanBeEmpty():
		d.Problemf(at, "%s cannot be emptied: it is %s; set blank: keep or blank: error for it", spelling.Quote(f.Name), kindOf(f.Of))
	}
}

// kindOf names the type of a field that has no empty value.
func kindOf(field *entity.Field) phrase.Known {
	if field.Type == entity.Enumeration {
		return phrase.Known("a choice without an empty value")
	}
	return phrase.Known(field.Type.Noun())
}

// lookup reads by which field of another record its id is found.
func (d *document) lookup(m yamlnode.Member, f *Field) {
	choice(d, m, &f.Lookup, "code", "number", "displayName")
	switch {
	case f.Lookup == "" || d.entity == nil:
	case f.Of.Type != entity.GUID:
		d.Problemf(m.At, "lookup is for the id of another record, and %s is %s; remove it", spelling.Quote(f.Name), phrase.Known(f.Of.Type.Noun()))
	case f.Of.Set == "":
		d.Problemf(m.At, "it is not known to which records %s refers; remove lookup and write their ids", spelling.Quote(f.Name))
	default:
		of, known := profile.Find(f.Of.Set)
		if _, has := of.Field(f.Lookup); known && !has {
			d.Problemf(m.Place(), "%s refers to %s, which have no %s; set lookup: %s", spelling.Quote(f.Name), f.Of.Set, f.Lookup, f.Of.By)
		}
	}
}

// match reads what the key's cells are: ids, or texts of a field that finds a record.
func (d *document) match(m yamlnode.Member, to *Match) {
	if d.entity != nil {
		choice(d, m, to, Matches(d.entity)...)
	} else if text, ok := d.Text(m); ok {
		*to = Match(text)
	}
}

// Matches returns the values that key.match takes for a record set: auto, id, and the
// fields by which the service can be asked for one record, the usual ones first.
func Matches(set *entity.Entity) []Match {
	matches := []Match{MatchAuto, MatchID}
	for _, name := range set.Keys {
		matches = append(matches, Match(name))
	}
	if set.Set == entity.CustomerContacts { // found through the set of contacts
		return matches
	}
	for i := range set.Fields {
		f := &set.Fields[i]
		if f.Type.IsText() && !f.NotFiltered && !slices.Contains(matches, Match(f.Name)) {
			matches = append(matches, Match(f.Name))
		}
	}
	return matches
}
