package runs

import "bcimport/mapping/entity"

// lengths returns the longest text of each field that has a limit, in UTF-16 units.
func lengths(e *entity.Entity) map[string]int {
	longest := map[string]int{}
	for i := range e.Fields {
		if f := &e.Fields[i]; f.Length > 0 {
			longest[f.Name] = f.Length
		}
	}
	return longest
}
