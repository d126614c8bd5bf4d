package messages

import (
	"cmp"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// englishText returns a message in the core's English, but for what names settings of a mapping.
func englishText(m importer.Message, words importer.Words, nouns entity.Nouns) string {
	own := english()
	return m.In(func(id string, args []string) string {
		if format, known := own[id]; known && (id != "not_a_contact_id" || nouns.Named()) {
			return fill(nouns.In(format), args)
		}
		parts := make([]any, len(args))
		for i, arg := range args {
			parts[i] = arg
		}
		return importer.MessageText(mapping.NewMessage(id, parts...), words, nouns)
	})
}

// english has the messages about rows that name settings of a mapping, which the page calls by
// its controls.
func english() map[string]string {
	return map[string]string{
		"guid_of_code":                 "The text %[1]q in %[2]s is not an id; write the id of the record, or choose %[4]s as what “The cells hold” in the options of %[3]s under Columns.",
		"email_decorated":              "The text %[1]q in %[2]s has more than an e-mail address; write only the address, or tick “Domains in small letters” or “Accept values that look damaged” in the options of %[3]s under Columns.",
		"phone_no_country":             "has no country code; write it with one, such as +49 30 2312512, or set the “Country of numbers without a country code” under Columns",
		"shortened":                    "The text %[1]q in %[2]s was shortened by a spreadsheet; format the column as text, enter the value again and save the file again, or tick “Accept values that look damaged” in the options of %[3]s under Columns.",
		"shortened_number":             "The text %[1]q in %[2]s was shortened by a spreadsheet (which stands for %[4]s, the last digits lost); format the column as text, enter the value again and save the file again, or tick “Accept values that look damaged” in the options of %[3]s under Columns.",
		"letters_lost":                 "The text %[1]q in %[2]s has the character \ufffd in place of letters that a program could not read; correct it, or export the file again, as CSV UTF-8 from the start, or tick “Accept values that look damaged” in the options of %[3]s under Columns.",
		"damaged":                      "The text %[1]q in %[2]s %[3]s; %[4]s, or tick “Accept values that look damaged” in the options of %[5]s under Columns.",
		"damaged_now":                  "The text %[1]q in %[2]s %[3]s; %[4]s; %[5]s, or tick “Accept values that look damaged” in the options of %[6]s under Columns.",
		"export_or_repair":             "export the file again, or tick “Repair letters that were read wrongly” in the options under Columns",
		"not_a_contact_id":             "The key %[1]q is not {a one} id: ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; if it is {a one} {key}, choose {key} as what “The key holds” under Columns.",
		entity.ReasonNumberGrouping:    "The number %[1]q in %[2]s does not fit the decimal mark %[4]q; correct the cell, or set the “Decimal mark” of the file under Columns.",
		entity.ReasonNumberAmbiguous:   "The number %[1]q in %[2]s can be %[4]s or %[5]s; set the “Decimal mark” of the file under Columns.",
		entity.ReasonBooleanUnknown:    "The text %[1]q in %[2]s is not known to be true or false; write true or false, or set “Words for yes” and “Words for no” under Columns.",
		entity.ReasonBooleanNotListed:  "The text %[1]q in %[2]s is not one of the words for true and false (%[4]s); correct the cell, or add the word to “Words for yes” or “Words for no” under Columns.",
		entity.ReasonDateInvalid:       "The text %[1]q in %[2]s is not a date with one meaning; write it as 2026-11-27, or set the form of “Dates” under Columns.",
		entity.ReasonDatePattern:       "The text %[1]q in %[2]s is not a date of the form %[4]s; correct the cell, or set the form of “Dates” under Columns.",
		entity.ReasonDateImpossible:    "The date %[1]q in %[2]s does not exist; correct the cell, or set the form of “Dates” under Columns if day and month are swapped.",
		entity.ReasonDateAmbiguous:     "The date %[1]q in %[2]s can be %[4]s or %[5]s; set the form of “Dates” under Columns, for example dd.MM.yyyy.",
		entity.ReasonDateShortYear:     "The date %[1]q in %[2]s has a year of two digits; set the form of “Dates” under Columns, for example dd.MM.yy.",
		entity.ReasonDateSerial:        "The text %[1]q in %[2]s may be a spreadsheet's number for %[4]s; format the column as a date and save the file again, or set excel as the form of “Dates” under Columns.",
		entity.ReasonDateSerialInvalid: "The text %[1]q in %[2]s is not one of Excel's numbers for dates; correct the cell, or set the form of “Dates” under Columns.",
		entity.ReasonColumnNumbers:     "The numbers in %[2]s can be read in two ways: %[1]q in line %[4]s is %[5]s or %[6]s; set the “Decimal mark” of the file under Columns.",
		entity.ReasonColumnDates:       "The dates in %[2]s can be read in several ways: %[1]q in line %[4]s is %[5]s or %[6]s; set %[7]s as the form of “Dates” under Columns.",
		entity.ReasonColumnSerials:     "The dates in %[2]s may be a spreadsheet's numbers: %[1]q in line %[4]s is %[5]s; format the column as a date and save the file again, or set excel as the form of “Dates” under Columns.",
		entity.ReasonColumnBooleans:    "The text %[1]q in line %[4]s of %[2]s is not known to be true or false; set “Words for yes” and “Words for no” under Columns.",
		entity.ReasonNumbersMixed:      "The numbers in %[2]s have different decimal marks: %[1]q in line %[4]s and %[5]q in line %[6]s; correct the file, or set the right “Decimal mark” under Columns.",
		entity.ReasonDatesMixed:        "The dates in %[2]s have different forms: %[1]q in line %[4]s and %[5]q in line %[6]s; correct the file, or set the right form of “Dates” under Columns.",
	}
}

// inEnglish returns the English text that the page has in place of one of the core: for what
// names settings of a mapping.
func inEnglish(text string) string { return cmp.Or(englishFiles()[text], text) }

// englishFiles has what is said of a file that cannot be read, by the core's text.
func englishFiles() map[string]string {
	return map[string]string{
		"there is no mapping yet; set %s, %s, %s or %s":                                                                                       "set under Change how the file is to be read: %s, %s, %s or %s",
		"add a header line above the rows, or set its line with %s":                                                                           "add a header line above the rows, or set under Change: %s",
		"no header: input.header_line is %d, beyond the first %d rows":                                                                        "no header: “Line of the column names” is %d, beyond the first %d rows",
		"no header: input.header_line is %d, but the file has only %d lines":                                                                  "no header: “Line of the column names” is %d, but the file has only %d lines",
		"no header: input.header_line is %d, but the file has only 1 line":                                                                    "no header: “Line of the column names” is %d, but the file has only 1 line",
		"the file begins with the byte-order mark of %s, but the mapping says %s":                                                             "the file begins with the byte-order mark of %s, but is to be read as %s",
		"the file is UTF-8, but the mapping says %s":                                                                                          "the file is UTF-8, but is to be read as %s",
		"the mapping says utf-16, but the file has no byte-order mark":                                                                        "the file is to be read as utf-16, but has no byte-order mark",
		"this is UTF-16 without a byte-order mark, but the mapping says %s":                                                                   "this is UTF-16 without a byte-order mark, but is to be read as %s",
		"correct input.header_line in the mapping or leave it out":                                                                            "correct “Line of the column names” under File, or empty it",
		"if that is right, set input.encoding: %s in the mapping":                                                                             "if that is right, choose the encoding %s under File",
		"leave out input.encoding in the mapping":                                                                                             "choose “as found” as the encoding under File",
		"save the file again as CSV UTF-8 and check these words; or set input.encoding: %s in the mapping to read all of it in that encoding": "save the file again as CSV UTF-8 and check these words; or choose the encoding %s under File to read all of it in that",
		"save the file as CSV UTF-8; or, if you know its encoding, set it in the mapping, for example input.encoding: windows-1252":           "save the file as CSV UTF-8; or, if you know its encoding, choose it under File, for example windows-1252",
		"set input.encoding in the mapping to one of %s":                                                                                      "choose one of these encodings under File: %s",
		"set input.encoding: %s in the mapping":                                                                                               "choose the encoding %s under File",
		"set input.encoding: %s in the mapping, or leave it out":                                                                              "choose the encoding %s or “as found” under File",
		"set the encoding of the file in the mapping, for example input.encoding: windows-1252":                                               "choose the encoding of the file under File, for example windows-1252",
		"set the right input.encoding in the mapping, or leave it out":                                                                        "choose the right encoding or “as found” under File",
		"set the right one in the mapping (input.encoding: %s), or save the file as CSV UTF-8":                                                "choose the right one under File (%s), or save the file as CSV UTF-8",
	}
}
