package mapping

import "bcimport/mapping/entity"

// ValueMessage returns why a text is no value of a field, and what to do. place names the
// columns that it comes from.
func ValueMessage(p entity.Problem, place Message, field string) Message {
	id, args := p.Reason, p.Args[1:]
	m := NewMessage(id, shortened(p.Args[0]), place, field)
	switch id {
	case entity.ReasonMemberUnknown:
		near := Nearest(p.Args[0], args)
		if len(near) > 0 {
			m.ID, args = "member_misspelt", near
		}
		m.Args = append(m.Args, quotedWords(Either, args))
	case entity.ReasonMemberAmbiguous:
		m.Args = append(m.Args, quotedWords(Either, args))
	case entity.ReasonBooleanNotListed:
		m.Args = append(m.Args, quotedWords(Commas, args))
	default:
		for _, arg := range args {
			m.Args = append(m.Args, PlainMessage(arg))
		}
	}
	return m
}

// quotedWords names words, the first few if they are many.
func quotedWords(id string, words []string) Message {
	const most = 20
	items := make([]Message, 0, most)
	for _, word := range words[:min(most, len(words))] {
		items = append(items, NewMessage("quoted", shortened(word)))
	}
	if more := len(words) - most; more > 0 {
		return NewMessage("more", Enumeration(Commas, items...), more)
	}
	return Enumeration(id, items...)
}

// valueWords are the sentences of entity's reasons: of a cell, its place and the field,
// and then of what the problem names.
var valueWords = Catalogue{Formats: map[string]string{
	entity.ReasonNumberInvalid:   `The text %[1]q in %[2]s is not a number, as %[3]s needs; correct the cell.`,
	entity.ReasonNumberPercent:   `The text %[1]q in %[2]s is a percentage; write the number without the sign, as 12 for 12%%.`,
	entity.ReasonNumberUnit:      `The text %[1]q in %[2]s holds more than a number; write the number alone, or remove the rest with replace for %[3]s in the mapping.`,
	entity.ReasonNumberGrouping:  `The number %[1]q in %[2]s does not fit the decimal mark %[4]q; correct the cell, or set formats.decimal in the mapping to the mark of the file.`,
	entity.ReasonNumberMarks:     `The marks in the number %[1]q in %[2]s are not those of thousands and decimals; correct the cell.`,
	entity.ReasonNumberAmbiguous: `The number %[1]q in %[2]s can be %[4]s or %[5]s; set formats.decimal in the mapping to the decimal mark of the file.`,
	entity.ReasonNumberTooLong:   `The number %[1]q in %[2]s has too many digits for %[3]s; correct the cell.`,
	entity.ReasonIntegerFraction: `The number %[1]q in %[2]s has decimals, and %[3]s takes whole numbers alone; correct the cell.`,
	entity.ReasonIntegerRange:    `The number %[1]q in %[2]s is outside the range of %[3]s, %[4]s to %[5]s; correct the cell.`,

	entity.ReasonBooleanUnknown:   `The text %[1]q in %[2]s is not known to be true or false; write true or false, or set formats.true and formats.false in the mapping.`,
	entity.ReasonBooleanNotListed: `The text %[1]q in %[2]s is not one of the words for true and false (%[4]s); correct the cell, or add the word to formats.true or formats.false in the mapping.`,

	entity.ReasonDateInvalid:       `The text %[1]q in %[2]s is not a date with one meaning; write it as 2026-11-27, or set formats.date in the mapping.`,
	entity.ReasonDatePattern:       `The text %[1]q in %[2]s is not a date of the form %[4]s; correct the cell, or set formats.date in the mapping.`,
	entity.ReasonDateImpossible:    `The date %[1]q in %[2]s does not exist; correct the cell, or set formats.date in the mapping if day and month are swapped.`,
	entity.ReasonDateAmbiguous:     `The date %[1]q in %[2]s can be %[4]s or %[5]s; set formats.date in the mapping, for example to dd.MM.yyyy.`,
	entity.ReasonDateShortYear:     `The date %[1]q in %[2]s has a year of two digits; set formats.date in the mapping, for example to dd.MM.yy.`,
	entity.ReasonDateTime:          `The date %[1]q in %[2]s has a time with it, and %[3]s takes none; write the date alone, or remove the time with replace for %[3]s in the mapping.`,
	entity.ReasonDateSerial:        `The text %[1]q in %[2]s may be a spreadsheet's number for %[4]s; format the column as a date and save the file again, or set formats.date in the mapping to excel.`,
	entity.ReasonDateSerialInvalid: `The text %[1]q in %[2]s is not one of Excel's numbers for dates; correct the cell, or set formats.date in the mapping to the form of the dates.`,
	entity.ReasonDateTimeInvalid:   `The text %[1]q in %[2]s is not a date with a time; write it as 2026-11-27T10:00:00Z.`,
	entity.ReasonDateTimeZone:      `The time %[1]q in %[2]s has no time zone; add it, as in 2026-11-27T10:00:00+01:00, or Z for UTC.`,

	entity.ReasonGUIDInvalid:     `The text %[1]q in %[2]s is not an id; ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10.`,
	entity.ReasonMemberUnknown:   `The text %[1]q in %[2]s is not a value of %[3]s; write %[4]s.`,
	entity.ReasonMemberAmbiguous: `The text %[1]q in %[2]s can be %[4]s in %[3]s; write the exact name.`,
	"member_misspelt":            `The text %[1]q in %[2]s is not a value of %[3]s; did you mean %[4]s?`,

	// Of a whole column.
	entity.ReasonColumnNumbers:  `The numbers in %[2]s can be read in two ways: %[1]q in line %[4]s is %[5]s or %[6]s; set formats.decimal in the mapping to the decimal mark of the file.`,
	entity.ReasonColumnDates:    `The dates in %[2]s can be read in several ways: %[1]q in line %[4]s is %[5]s or %[6]s; set formats.date in the mapping to %[7]s.`,
	entity.ReasonColumnSerials:  `The dates in %[2]s may be a spreadsheet's numbers: %[1]q in line %[4]s is %[5]s; format the column as a date and save the file again, or set formats.date in the mapping to excel.`,
	entity.ReasonColumnBooleans: `The text %[1]q in line %[4]s of %[2]s is not known to be true or false; set formats.true and formats.false in the mapping.`,
	entity.ReasonNumbersMixed:   `The numbers in %[2]s have different decimal marks: %[1]q in line %[4]s and %[5]q in line %[6]s; correct the file, or set formats.decimal in the mapping to the right one.`,
	entity.ReasonDatesMixed:     `The dates in %[2]s have different forms: %[1]q in line %[4]s and %[5]q in line %[6]s; correct the file, or set formats.date in the mapping to the right one.`,
}}
