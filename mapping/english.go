package mapping

import "bcimport/mapping/entity"

// English returns the words of an ID of this package, with its arguments in words. An ID
// that it does not know is shown with its arguments.
func English(id string, args []string) string { return EnglishOf(id, args, entity.Nouns{}) }

// EnglishOf is English with the nouns of the set that the message is about.
func EnglishOf(id string, args []string, nouns entity.Nouns) string {
	if valueWords.Has(id) {
		return valueWords.Words(id, args, nouns)
	}
	return english.Words(id, args, nouns)
}

var english = Catalogue{
	Separators: map[string]string{Sentences: " ", Commas: ", ", Either: " or "},
	Formats: map[string]string{
		// Where a value stands.
		"column":  `column %[1]q`,
		"columns": `columns %[1]q`,
		"quoted":  `%[1]q`,
		"more":    `%[1]s and %[2]s more`,

		// What a cell lacks.
		"missing_key":       `The cell in the key column %[1]q is empty; enter the {keys} of the {one}.`,
		"blank_not_allowed": `The cell in %[1]s is empty, and the mapping requires a value for %[2]s in every row; fill it in.`,
		"became_blank":      `Nothing is left of %[1]q in %[2]s after the mapping's transforms; correct the cell, or empty it if %[3]s should not change.`,

		"missing_key_of": `The cell in the key column %[1]q is empty; enter the %[2]s of the %[3]s.`,

		// What a field does not take.
		"cannot_be_empty":       `The text %[1]q in %[2]s would empty %[3]s, which always has a value; correct the cell, or empty it if %[3]s should not change.`,
		"cannot_be_empty_field": `The text %[1]q in %[2]s would empty %[3]s, which %[4]s; correct the cell, or empty it if %[3]s should not change.`,
		"negative_number":       `The number %[1]q in %[2]s is below zero, and %[3]s takes none below zero; correct the cell.`,

		// Records that a field refers to.
		"guid_of_code":           `The text %[1]q in %[2]s is not an id; write the id of the record, or set lookup: %[4]s for %[3]s in the mapping.`,
		"unknown_reference":      `There is no record with the %[3]s %[1]q among %[4]s, as %[2]s has it for %[5]s; correct the cell, or create the record in Business Central.`,
		"unknown_reference_near": `There is no record with the %[3]s %[1]q among %[4]s, as %[2]s has it; did you mean %[5]s?`,
		"reference_too_long":     `There is no record with the %[4]s %[1]q among %[5]s: it has %[3]s characters in %[2]s, and they have at most %[6]s; correct the cell.`,
		"ambiguous_reference":    `There are %[4]s records with the %[3]s %[1]q among %[5]s, as %[2]s has it; set lookup to a field that tells them apart, or write their ids for %[6]s.`,

		// What the mapping makes of a cell.
		"value_not_listed":    `The value %[1]q in %[2]s is not in the list of the mapping for %[3]s (%[4]s); correct the cell or add the value to the mapping.`,
		"expression_failed":   `The expression of the mapping for %[1]s fails on this row (%[2]s); correct the cells in %[3]s, or the expression.`,
		"too_long_to_replace": `The text in %[1]s has more than %[2]s characters, and replace accepts no more; shorten it.`,

		// Business Central's documented rules.
		"too_long":           `The text %[1]q in %[2]s has %[3]s characters, and %[4]s accepts at most %[5]s; shorten it.`,
		"email_decorated":    `The text %[1]q in %[2]s has more than an e-mail address; write only the address, or set transform: [email], or accept_damaged: true, for %[3]s in the mapping.`,
		"email_invalid":      `The e-mail address %[1]q in %[2]s %[3]s.`,
		"email_no_at":        `has no @; correct it`,
		"email_many_ats":     `has more than one @; write one address, or several with ; between them`,
		"email_no_local":     `has nothing before the @; correct it`,
		"email_no_domain":    `has no domain such as contoso.com after the @; correct it`,
		"email_short_ending": `ends with fewer than two characters after the last dot; correct it`,

		"phone_letter":          `The phone number %[1]q in %[2]s contains the letter %[3]q, and Business Central accepts none; remove the letters.`,
		"phone_invalid":         `The phone number %[1]q in %[2]s %[3]s.`,
		"phone_no_country":      `has no country code; write it with one, such as +49 30 2312512, or set region in the mapping`,
		"phone_unknown_country": `has an unknown country code; correct it`,
		"phone_unreadable":      `is not a phone number; correct it`,
		"phone_extension":       `has the extension %[1]s, and Business Central accepts no letters for it; remove it, or append it to the number with -`,
		"phone_too_short":       `has too few digits for its country; correct it`,
		"phone_too_long":        `has too many digits for its country; correct it`,
		"phone_impossible":      `cannot be a number of its country; correct it`,

		// Cells that programs damaged.
		"formula_uncomputed": `The formula in column %[1]q has no value in the file; open the file in Excel or LibreOffice, which computes it, and save it again.`,
		"formula_error":      `The cell in column %[1]q holds %[2]q, the error of a formula or a column too narrow to show its value; correct it and save the file again.`,
		"shortened":          `The text %[1]q in %[2]s was shortened by a spreadsheet; format the column as text, enter the value again and save the file again, or set accept_damaged: true for %[3]s in the mapping.`,
		"shortened_number":   `The text %[1]q in %[2]s was shortened by a spreadsheet (which stands for %[4]s, the last digits lost); format the column as text, enter the value again and save the file again, or set accept_damaged: true for %[3]s in the mapping.`,
		"letters_lost":       "The text %[1]q in %[2]s has the character \ufffd in place of letters that a program could not read; correct it, or export the file again, as CSV UTF-8 from the start, or set accept_damaged: true for %[3]s in the mapping.",
		"damaged":            `The text %[1]q in %[2]s %[3]s; %[4]s, or set accept_damaged: true for %[5]s in the mapping.`,

		// What is wrong with a damaged text.
		"is_misread":        `is %[1]q in UTF-8, read as %[2]s by a program`,
		"is_misread_script": `is in Cyrillic or Greek letters, such as %[1]q, which a program read as Windows-1252`,
		"is_crossed":        `is the present value in %[1]s, read as %[2]s by a program`,
		"lost_letters":      `has lost letters of the present value, or has other characters in their place`,
		"is_placeholder":    `is a placeholder, not a value`,
		"is_formula":        `is a formula, not its value`,
		"has_line_break":    `has a line break`,
		"is_escaped":        `has a code of web pages or mails in place of a letter`,
		"has_stand_in":      `has a character in place of a letter that a program could not write or read`,
		"is_date":           `is a date, which spreadsheets make of texts that look like one`,
		"is_sum":            `is a number that a program calculated`,
		"is_number":         `is a number, but the field holds text`,
		"is_truth":          `is the truth value of a spreadsheet`,
		"lost_start":        `has the digits of the present number without its beginning, which spreadsheets remove from numbers`,
		"lost_zero":         `has no leading 0 and no country code, unlike the present number: spreadsheets remove them from numbers`,
		"lost_country":      `has no + before its country code, unlike the present number: spreadsheets remove it from numbers`,

		// What to do about it.
		"export_or_repair":  `export the file again, or set transform: [repair]`,
		"export_utf8":       `export the file again, as CSV UTF-8 from the start`,
		"correct_or_export": `correct it, or export the file again, as CSV UTF-8 from the start`,
		"write_letter":      `write the letter itself, or export the file again`,
		"format_number":     `format the column as text and enter the number again`,
		"format_value":      `format the column as text and enter the value again`,
		"empty_or_write":    `empty the cell, or write the value`,
		"compute":           `let the spreadsheet compute it and save the file again`,
		"one_line":          `write it on one line`,

		// What a person decided on a conflict.
		"invalid_decision":    `The decision %[1]q in column %[2]q %[3]s`,
		"decision_unreadable": `can't be read; write keep (their value stays) or take (the row's values are written), or for single fields, for example, "take: email; keep: lastName".`,
		"decision_both":       `says both keep and take for %[1]s; write one of them.`,
		"decision_not_set":    `names %[1]q, which the row does not set; name %[2]s, or write keep or take alone for the whole row.`,
		"decision_sets_none":  `names %[1]q, which the row does not set; the row sets no field, so empty the cell.`,
	},
}
