package proposal

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"bcimport/mapping/entity"
	"bcimport/mapping/formats"
)

// fit is what a column's cells say of a field.
type fit struct {
	field   entity.Field
	filled  int
	good    int // cells that are values of the field
	words   string
	note    string
	lookup  string   // the field of the referred set by which its cells name records
	unknown []string // words that are no member of an enumeration
	formats formats.Finding
}

// fits reports whether nine of ten cells are values of the field.
func (f fit) fits() bool { return f.filled > 0 && f.good*10 >= f.filled*9 }

// contradicts reports whether more than half are not.
func (f fit) contradicts() bool { return f.filled > 0 && f.good*2 < f.filled }

// fitOf weighs the cells of a column by the field's type.
func (c *column) fitOf(field entity.Field) fit {
	f := fit{field: field, filled: c.filled}
	switch field.Type {
	case entity.Number, entity.Integer, entity.Date, entity.Boolean:
		f.measure(c)
	case entity.DateTime:
		f.count(c.cells, func(cell string) bool { return isValue(field, cell, entity.Formats{}) })
		f.words = f.share("dates with a time")
	case entity.Enumeration:
		f.members(c)
	case entity.GUID:
		f.reference(c)
	case entity.Code:
		f.code(c)
	default:
		f.text(c)
	}
	return f
}

func (f *fit) count(cells []string, good func(cell string) bool) {
	for _, cell := range cells {
		if good(cell) {
			f.good++
		}
	}
}

func (f fit) share(what string) string {
	return fmt.Sprintf("%d of %d values are %s", f.good, f.filled, what)
}

func isValue(field entity.Field, cell string, in entity.Formats) bool {
	_, problem := field.Parse(cell, in)
	return problem == nil
}

// measure reads numbers, dates and booleans in the format that the cells bear out, or in
// any that they may have.
func (f *fit) measure(c *column) {
	found := formats.NewColumn(f.field)
	number := f.field.Type == entity.Number || f.field.Type == entity.Integer
	var cells []string
	for i, cell := range c.cells {
		if number && c.numeric[i] {
			if isValue(f.field, cell, entity.Formats{Decimal: '.'}) {
				f.good++
			}
			continue
		}
		cells = append(cells, cell)
		found.Add(i+1, cell)
	}
	f.formats = found.Finding()
	readings := []entity.Formats{f.formats.Formats()}
	switch f.formats.State {
	case formats.Ambiguous, formats.Mixed:
		for _, pattern := range f.formats.Patterns {
			readings = append(readings, entity.Formats{Date: pattern})
		}
		if f.formats.Type != entity.Date {
			readings = append(readings, entity.Formats{Decimal: ','}, entity.Formats{Decimal: '.'})
		}
	}
	f.count(cells, func(cell string) bool {
		return slices.ContainsFunc(readings, func(in entity.Formats) bool { return isValue(f.field, cell, in) })
	})
	f.words = f.share(map[entity.Type]string{
		entity.Number: "numbers", entity.Integer: "whole numbers", entity.Date: "dates", entity.Boolean: "words for true and false",
	}[f.field.Type])
	if number {
		f.units(c)
	}
}

// units says that numbers stand with a currency or another word.
func (f *fit) units(c *column) {
	n, example := 0, ""
	for _, cell := range c.cells {
		if _, problem := f.field.Parse(cell, entity.Formats{Decimal: ','}); problem != nil && problem.Reason == entity.ReasonNumberUnit {
			n, example = n+1, cell
		}
	}
	if n*10 > f.filled {
		f.note = fmt.Sprintf("%d values hold more than a number, such as %q: remove the rest with replace", n, shortened(example))
	}
}

// members reads the members of an enumeration.
func (f *fit) members(c *column) {
	f.count(c.cells, func(cell string) bool {
		good := isValue(f.field, cell, entity.Formats{})
		if !good && !slices.ContainsFunc(f.unknown, func(word string) bool { return strings.EqualFold(word, cell) }) {
			f.unknown = append(f.unknown, cell)
		}
		return good
	})
	f.words = f.share("those of the field")
	if len(f.unknown) > 0 {
		f.words += " (" + strings.Join(memberNames(f.field), ", ") + ")"
	}
}

// memberNames are the names that a person writes.
func memberNames(field entity.Field) []string {
	var names []string
	for _, m := range field.Members {
		if m.Name != "" {
			names = append(names, m.Name)
		}
	}
	return names
}

// reference reads ids, and where there are none codes or names of the records referred to.
func (f *fit) reference(c *column) {
	f.good = c.guids
	f.words = f.share("ids")
	if f.field.Set == "" || c.most(c.guids) {
		return
	}
	by := f.field.By
	if by == "" {
		by = "code"
	}
	codes := *f
	codes.field = entity.Field{Type: entity.Code, Length: 20}
	codes.code(c)
	if codes.fits() {
		f.good, f.lookup = codes.good, by
		f.words = fmt.Sprintf("%d of %d values look like the %ss of %s", f.good, f.filled, by, f.field.Set)
		return
	}
	f.good, f.lookup = 0, "displayName"
	f.words = fmt.Sprintf("its values look like names of %s, not like their %ss", f.field.Set, by)
}

// code counts words without blanks, and short texts in capitals.
func (f *fit) code(c *column) {
	f.count(c.cells, func(cell string) bool { return isCode(cell, f.field.Length) })
	f.good -= min(f.good, c.damaged)
	f.words = f.share("codes")
	if c.damaged > 0 {
		f.note = fmt.Sprintf("a spreadsheet has damaged %d of its values (as 4,9E+10): enter them again as text", c.damaged)
	}
}

func isCode(cell string, length int) bool {
	if length > 0 && units(cell) > length {
		return false
	}
	return !strings.ContainsAny(cell, " \t\u00a0") || strings.ToUpper(cell) == cell
}

func units(text string) int { return len(utf16.Encode([]rune(text))) }

// text judges texts by their purpose. What people call the records has letters.
func (f *fit) text(c *column) {
	f.good = c.filled
	switch f.field.Purpose {
	case entity.Email:
		f.good = c.mails
		f.words = f.share("e-mail addresses")
		return
	case entity.Phone:
		f.good = c.phones + c.damaged + c.short
		f.words = f.share("phone numbers")
		if c.damaged > 0 {
			f.note = fmt.Sprintf("a spreadsheet has damaged %d of its numbers (as 4,9E+10): enter them again as text", c.damaged)
		}
		return
	case entity.FirstName, entity.LastName:
		f.good = c.filled - c.mails - c.phones - c.guids - c.damaged - c.short
		f.words = f.share("words")
		return
	}
	if f.field.Length == 0 {
		return
	}
	n := 0
	for _, cell := range c.cells {
		if units(cell) > f.field.Length {
			n++
		}
	}
	switch {
	case n == 1:
		f.note = fmt.Sprintf("1 value is longer than %d characters and will be refused: shorten it, or set too_long: truncate", f.field.Length)
	case n > 1:
		f.note = fmt.Sprintf("%d values are longer than %d characters and will be refused: shorten them, or set too_long: truncate", n, f.field.Length)
	}
}

// shortened is a cell as a sentence quotes it.
func shortened(cell string) string {
	const most = 40
	runes := []rune(cell)
	if len(runes) <= most {
		return cell
	}
	return string(runes[:most]) + "…"
}
