package proposal

import (
	"slices"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// unmappedIn is FindUnmapped for any set but contacts of customers: columns whose names are those of
// fields that can be set without a thought, and whose cells do not contradict.
func unmappedIn(columns []*column, m *mapping.Mapping, named map[string]bool) []Unmapped {
	known, _ := profile.Find(m.Entity.Set)
	maker := newRecordMaker(columns, m.Entity, newCaptions(m.Entity, &known), "")
	exported := slices.ContainsFunc(columns, func(c *column) bool { return isETag(c.header) })
	var left []Unmapped
	for _, c := range columns {
		if c.header == "" || c.filled == 0 || named[caseless(c.header)] || ours(c.header, exported) || len(maker.named[c.at]) != 1 {
			continue
		}
		name := maker.named[c.at][0]
		field := m.Entity.Find(name.field)
		if name.grade == holds || field.ReadOnly != "" || field.Effect != entity.NoEffect || maker.mapped(m, field.Name) {
			continue
		}
		if choice := maker.judgeField(c, *field); choice.Confidence != Unsure {
			left = append(left, Unmapped{Column: c.header, Field: choice.Field, Reason: choice.Reason, Instead: columnOf(m, choice.Field)})
		}
	}
	return left
}

// mapped reports whether a mapping sets another field that says the same.
func (m *recordMaker) mapped(by *mapping.Mapping, field string) bool {
	return slices.ContainsFunc(m.set.Alternatives, func(group []string) bool {
		return slices.Contains(group, field) && slices.ContainsFunc(group, func(other string) bool { return other != field && columnOf(by, other) != "" })
	})
}
