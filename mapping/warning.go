package mapping

import "slices"

// Warnings returns what writes of the mapping's fields do besides, a sentence each behind
// the field, in their order; what is copied to other sets comes last.
func (b *Bound) Warnings() []string {
	var warnings []string
	add := func(sentence string) {
		if sentence != "" && !slices.Contains(warnings, sentence) {
			warnings = append(warnings, sentence)
		}
	}
	for i := range b.fields {
		if f := &b.fields[i]; f.Of.Warning != "" {
			add(f.Name + ": " + f.Of.Warning)
		}
	}
	add(b.of.Copied)
	return warnings
}
