package journal

import (
	"slices"

	"bcimport/importer"
)

// changes is a column of changes: how many each row has, and theirs one after
// another. Where all rows change the same fields, Field names them once.
type changes struct {
	Count   []int    `json:"count"`
	Field   []string `json:"field"`
	Before  []string `json:"before,omitempty"`
	After   []string `json:"after,omitempty"`
	Stored  []string `json:"stored,omitempty"`
	Differs []bool   `json:"differs,omitempty"`
	Open    []bool   `json:"open,omitempty"`
	Found   []bool   `json:"found,omitempty"`

	starts []int // of each row's changes; nil where all have the same number
}

// packChanges makes the column, nil where no row has any.
func packChanges(n int, of func(i int) []importer.Change) *changes {
	c := &changes{Count: pack(n, func(i int) int { return len(of(i)) })}
	if len(c.Count) == 0 {
		return nil
	}
	all := of(0)
	if n > 1 {
		all = make([]importer.Change, 0, n*len(all))
		for i := range n {
			all = append(all, of(i)...)
		}
	}
	c.Field = c.fields(n, all)
	c.Before = pack(len(all), func(i int) string { return all[i].Before })
	c.After = pack(len(all), func(i int) string { return all[i].After })
	c.Stored = pack(len(all), func(i int) string { return all[i].Stored })
	c.Differs = pack(len(all), func(i int) bool { return all[i].Differs })
	c.Open = pack(len(all), func(i int) bool { return all[i].Open })
	c.Found = pack(len(all), func(i int) bool { return all[i].Found })
	c.place(n)
	return c
}

// fields are those of one row where all rows have the same.
func (c *changes) fields(n int, all []importer.Change) []string {
	each := len(all)
	if len(c.Count) == 1 && n > 1 {
		each = c.Count[0]
		for i := range all {
			if all[i].Field != all[i%each].Field {
				each = len(all)
				break
			}
		}
	}
	fields := make([]string, each)
	for i := range fields {
		fields[i] = all[i].Field
	}
	return fields
}

func (c *changes) place(n int) (total int) {
	if len(c.Count) <= 1 {
		return n * at(c.Count, 0)
	}
	c.starts = make([]int, n)
	for i, count := range c.Count {
		c.starts[i] = total
		total += count
	}
	return total
}

// fits reports whether the columns have the lengths that the counts say.
func (c *changes) fits(n int) bool {
	if c == nil {
		return true
	}
	if len(c.Count) == 0 || len(c.Count) > 1 && len(c.Count) != n || slices.ContainsFunc(c.Count, func(n int) bool { return n < 0 || n > 1<<16 }) {
		return false
	}
	total := c.place(n)
	for _, length := range []int{len(c.Before), len(c.After), len(c.Stored), len(c.Differs), len(c.Open), len(c.Found)} {
		if length > 1 && length != total {
			return false
		}
	}
	return len(c.Field) > 0 && (len(c.Field) == total || len(c.Count) == 1 && len(c.Field) == c.Count[0])
}

// of gives a row's changes, nil for none.
func (c *changes) of(row int) []importer.Change {
	if c == nil {
		return nil
	}
	start, count := 0, at(c.Count, row)
	if c.starts != nil {
		start = c.starts[row]
	} else {
		start = row * count
	}
	if count == 0 {
		return nil
	}
	list := make([]importer.Change, count)
	for i := range list {
		j := start + i
		list[i] = importer.Change{
			Field: c.Field[j%len(c.Field)], Before: at(c.Before, j), After: at(c.After, j), Stored: at(c.Stored, j),
			Differs: at(c.Differs, j), Open: at(c.Open, j), Found: at(c.Found, j),
		}
	}
	return list
}

// count is how many changes a row has.
func (c *changes) count(row int) int {
	if c == nil {
		return 0
	}
	return at(c.Count, row)
}
