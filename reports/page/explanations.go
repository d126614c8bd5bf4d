package page

import (
	"strings"

	"bcimport/importer"
)

// meaning is what a status says of a row, in few words.
func meaning(s importer.Status, command string) string {
	switch s {
	case importer.Updated:
		if command == "undo" {
			return "put back"
		}
		return "changed in Business Central"
	case importer.WouldUpdate:
		return "would be changed; nothing was written"
	case importer.Unchanged:
		return "already as wanted, nothing sent"
	case importer.Invalid:
		return "refused before anything was sent"
	case importer.NotFound:
		return "no such customer contact"
	case importer.Ambiguous:
		return "several contacts match the key"
	case importer.Conflicted:
		return "changed by somebody else; theirs was kept"
	case importer.Rejected:
		return "refused by Business Central"
	case importer.Failed:
		return "technical error, surely not changed"
	case importer.Unknown:
		return "sent, but nobody knows whether it landed"
	case importer.Skipped:
		return "no record: a total, a heading or a note"
	case importer.NotAccepted:
		return "nobody accepted the changes"
	}
	return "the run stopped before"
}

// explain says why rows ended as they did, and what to do. Codes of the service
// that are not known here stand for themselves.
func explain(status importer.Status, code string) (title, advice string) {
	if strings.Contains(code, ";") {
		return explainSeveral(status, code)
	}
	title, advice = explainCode(code)
	if title == "" {
		title, advice = explainStatus(status)
	}
	return title, advice
}

func explainSeveral(status importer.Status, code string) (title, advice string) {
	var titles []string
	for one := range strings.SplitSeq(code, ";") {
		next, _ := explainCode(one)
		if next != "" && len(titles) < 4 {
			titles = append(titles, next)
		}
	}
	if len(titles) == 0 {
		return explainStatus(status)
	}
	return strings.Join(titles, " + "), "These came together in one row; each message says what to do."
}

func explainCode(code string) (title, advice string) {
	switch code {
	case "missing_key":
		return "No key", "The cell that finds the contact is empty. Fill it in, or delete the row."
	case "invalid_key":
		return "Key that can't be used", "The key is not of the form that the mapping asks for. Correct it, or say another key.match in the mapping."
	case "wrong_cell_count":
		return "Too few or too many cells", "The row does not have as many cells as the header. Most often a text holds the delimiter or a quote: put the text in quotes."
	case "value_not_listed":
		return "Value that the mapping does not list", "Correct the cell, or add the value to the field's values in the mapping."
	case "blank_not_allowed":
		return "Empty cell that must not be empty", "Fill the cell in; the mapping says blank: error for this field."
	case "became_blank":
		return "Nothing left of the cell", "The mapping's transforms leave nothing of the text. Correct the cell, or say blank: clear if the field is to be emptied."
	case "formula_error":
		return "Formula with an error", "The cell holds an error such as #N/A instead of a value. Mend the formula, or enter the value."
	case "expression_failed":
		return "Expression without a result", "The mapping's expression can't be worked out for this row. Correct the cells it uses, or the expression."
	case "too_long":
		return "Text too long for its field", "Shorten the text; the message says how much the field takes."
	case "invalid_email":
		return "Not an e-mail address", "Correct the address; the message says what is wrong with it."
	case "invalid_phone":
		return "Not a phone number", "Business Central takes digits, blanks and signs, but no letters."
	case "spreadsheet_damage":
		return "Damaged by a spreadsheet", "A spreadsheet made a number, a date or something else of this text. Format the column as text, enter the value again, and export the file anew."
	case "damaged_encoding":
		return "Letters lost on the way", "A program read or wrote the file in the wrong encoding. Export it anew as CSV UTF-8, or correct the cells."
	case "placeholder":
		return "Nothing, written as something", "The cell says n/a, NULL, - or the like. Empty it, or write the value."
	case "key_not_found":
		return "No contact has this key", "Check the key: a typing error, or another company's contact."
	case "outside_set":
		return "Not a customer contact", "The contact exists, but cannot be changed through this API. Change it in Business Central."
	case "ambiguous_key":
		return "Several contacts have this key", "Use the contact's number or id as key."
	case "changed_by_another":
		return "Somebody else changed the same field", "Theirs was kept. Decide which value is right; the message says where."
	case "etag_moved":
		return "Changed since it was read", "Somebody else changed the contact meanwhile. Look at it and decide; the message says where."
	case "outcome_unknown", "write_may_land":
		return "Sent, and the answer was lost", "The contact holds the old or the new values. Resume the run: it finds out which."
	case "waits_for_unknown":
		return "Waits for another row of its contact", "What became of an earlier row for the same contact is not known. Resume the run: it settles both."
	case "stopped":
		return "Not reached", "The run stopped before these rows. Resume it: it goes on here."
	case importer.TotalRow:
		return "Totals", "Rows that add up others are no records. Nothing to do."
	case importer.GroupRow:
		return "Headings of groups", "They are no records. If one is, enter its key and run the row again."
	case importer.RepeatedHeading:
		return "The header once more", "Lists that were made for printing repeat it on each page. Nothing to do."
	case importer.RuledLine:
		return "Drawn lines", "Lists that were made for printing have them. Nothing to do."
	case importer.FooterRow:
		return "Notes below the table", "They are no records. If one is, enter its key and run the row again."
	case "no_answer", "no_connection", "sign_in_unavailable", "unusable_answer":
		return "No answer from Business Central", "The service or the line to it was down for longer than the run waits. Run the rows again later."
	case importer.RemarkConfirmedByReading:
		return "Confirmed by reading", "The answer to the write was lost; the contact was read again and holds the new values. Nothing to do."
	case importer.RemarkStoredDifferently:
		return "Stored differently", "Business Central stored another value than was sent. Check that it is what you meant."
	case importer.RemarkNameRebuilt:
		return "Display name is built anew", "The contact had neither first nor last name and gets only one of them. Check its display name."
	case importer.RemarkKeptTheirs:
		return "Theirs was kept", "Somebody else had changed these fields, and bcimport_decision says that theirs stays. Nothing to do."
	case importer.RemarkTruncated:
		return "Cut to fit", "A text was longer than its field and was cut, as the mapping says. The message has it whole."
	}
	return "", ""
}

func explainStatus(status importer.Status) (title, advice string) {
	switch status {
	case importer.Invalid:
		return "Refused before sending", "Correct the row; the message says what is wrong."
	case importer.NotFound:
		return "No such contact", "Check the key."
	case importer.Ambiguous:
		return "Several contacts match", "Use the contact's number or id as key."
	case importer.Conflicted:
		return "Changed by somebody else", "Look at the contact and decide whose value is right; the message says where."
	case importer.Rejected:
		return "Refused by Business Central", "Its words are in the message: correct the values, or give the application the permission it lacks."
	case importer.Failed:
		return "Technical error", "It outlasted every retry. The contacts were not changed by these rows; run them again later."
	case importer.Unknown:
		return "Outcome not known", "The contact holds the old or the new values. Resume the run: it finds out which."
	case importer.NotAttempted:
		return "Not reached", "The run stopped before these rows. Resume it: it goes on here."
	case importer.NotAccepted:
		return "Not accepted", "Nobody accepted the changes of these rows, so they were left as they are."
	}
	return "With a remark", "The message says what is worth knowing."
}
