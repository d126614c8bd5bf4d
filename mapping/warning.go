package mapping

import "slices"

// Warning is what a write of a field does besides; of no field where it is one of all.
type Warning struct{ Field, Text string }

// Warnings returns what writes of the mapping's fields do besides, in their order; what is
// copied to other sets comes last.
func (b *Bound) Warnings() []Warning {
	var warnings []Warning
	add := func(one Warning) {
		if one.Text != "" && !slices.Contains(warnings, one) {
			warnings = append(warnings, one)
		}
	}
	for i := range b.fields {
		add(Warning{b.fields[i].Name, b.fields[i].Of.Warning})
	}
	add(Warning{Text: b.of.Copied})
	return warnings
}
