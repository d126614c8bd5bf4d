package page

import "bcimport/mapping/entity"

// valueExplanations returns what is said of the codes of cells that are no value of their
// field's type, or no record that it points to.
func valueExplanations() map[string]explanation {
	return map[string]explanation{
		entity.InvalidNumber:   {"Not a number", "Write the number alone, without a unit or a sign for percent; the message says what is wrong with it."},
		entity.AmbiguousNumber: {"Number with two readings", "Set formats.decimal in the mapping to the decimal mark of the file."},
		entity.OutOfRange:      {"Number out of range", "Correct the number; the message says what the field takes."},
		entity.InvalidBoolean:  {"Neither true nor false", "Write true or false, or list the file's words in formats.true and formats.false of the mapping."},
		entity.InvalidDate:     {"Not a date", "Correct the cell, or set formats.date in the mapping to the form of the dates."},
		entity.AmbiguousDate:   {"Date with two readings", "Set formats.date in the mapping to the form of the dates."},
		entity.InvalidDateTime: {"Not a date with a time", "Write it as 2026-11-27T10:00:00Z; the message says what is missing."},
		entity.InvalidGUID:     {"Not an id", "Write the id of the record, or set lookup in the mapping to find it by its code."},
		entity.UnknownMember:   {"Not a value of the field", "Write one of the values that the message names."},
		"cannot_be_empty":      {"Field that can't be emptied", "Fill the cell in, or remove blank: clear from the field in the mapping."},
		"unknown_reference":    {"Code that no record has", "Correct the code, or create its record in Business Central and run the row again."},
		"ambiguous_reference":  {"Code that several records have", "Set lookup in the mapping to a field that tells them apart, or write their ids."},
	}
}
