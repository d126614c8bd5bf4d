package draft

import "strings"

// Region returns the country that a comment proposes for the phone numbers of a field; empty
// where none does, or it is only an example.
func (d *Draft) Region(field string) string {
	region := ""
	d.comments(field, func(text string) bool {
		if words, ok := strings.CutPrefix(text, "region: "); ok && !strings.Contains(words, "for example") {
			region, _, _ = strings.Cut(words, " ")
		}
		return false
	})
	return region
}

// TakeRegion sets the country that a comment proposes for phone numbers, and takes the
// comment out.
func (d *Draft) TakeRegion(field string) (Edit, error) {
	change, region := Edit{Draft: d}, d.Region(field)
	if region != "" && !d.Has("fields", field, "region") {
		var err error
		if change, err = d.Set(Text(region), "fields", field, "region"); err != nil {
			return Edit{}, err
		}
	}
	change.Draft = change.comments(field, func(text string) bool {
		return strings.HasPrefix(text, "region: ") || strings.HasPrefix(text, "transform: [phone]")
	})
	return change, nil
}

// comments takes out those comments among the lines of a field that are gone.
func (d *Draft) comments(field string, gone func(text string) bool) *Draft {
	parent := d.root.at("fields")
	m, i := parent.find(field)
	if i < 0 || m.start < 0 || parent.flow {
		return d
	}
	first := d.Line("fields", field)
	last := first + strings.Count(d.text[m.start:d.entryEnd(parent, i)], "\n")
	return d.without(func(number int, line string) bool {
		text, _ := remark(line)
		return number > first && number <= last && gone(text)
	})
}
