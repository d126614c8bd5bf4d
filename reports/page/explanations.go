package page

import (
	"strings"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// meaning returns what a status says of a row, in few words.
func (p *Page) meaning(s importer.Status) string {
	if s == importer.Updated && p.undoes() {
		return p.T("put back")
	}
	return p.ofSet(string(meanings()[s]))
}

func meanings() map[importer.Status]wording {
	return map[importer.Status]wording{
		importer.Updated:      "changed in Business Central",
		importer.WouldUpdate:  "would be changed; nothing was written",
		importer.Unchanged:    "already as wanted, nothing sent",
		importer.Invalid:      "refused before anything was sent",
		importer.NotFound:     "no such {exact one}",
		importer.Ambiguous:    "several {many} match the key",
		importer.Conflicted:   "changed by another user; their value was kept",
		importer.Rejected:     "refused by Business Central",
		importer.Failed:       "technical error, surely not changed",
		importer.Unknown:      "sent; the outcome is unknown",
		importer.Skipped:      "no record: a total, a heading or a note",
		importer.NotAccepted:  "the changes were not accepted",
		importer.NotAttempted: "the run stopped before",
	}
}

// explanation says why rows ended as they did, and what to do.
type explanation struct{ title, advice wording }

// Explain says why rows ended with a status and a code, and what to do, in a language; nil is
// English.
func Explain(say Language, status importer.Status, code string, nouns entity.Nouns) (title, advice string) {
	if say == nil {
		say = english{}
	}
	if strings.Contains(code, ";") {
		return explainSeveral(say, status, code, nouns)
	}
	known, ok := explainCode(code)
	if !ok || code == "stopped" && status != importer.NotAttempted { // it was reached, and sent
		known = explainStatus(status)
	}
	return say.Say(string(known.title), nouns), say.Say(string(known.advice), nouns)
}

// explainCode explains one code, where it is known.
func explainCode(code string) (known explanation, ok bool) {
	if known, ok = codeExplanations()[code]; !ok {
		known, ok = valueExplanations()[code]
	}
	return known, ok
}

// explainSeveral explains codes that are joined by semicolons.
func explainSeveral(say Language, status importer.Status, code string, nouns entity.Nouns) (title, advice string) {
	var titles []string
	for one := range strings.SplitSeq(code, ";") {
		if e, ok := explainCode(one); ok && len(titles) < 4 {
			titles = append(titles, say.Say(string(e.title), nouns))
		}
	}
	if len(titles) == 0 {
		e := explainStatus(status)
		return say.Say(string(e.title), nouns), say.Say(string(e.advice), nouns)
	}
	return strings.Join(titles, " + "), say.T("These came together in one row; each message says what to do.")
}

func explainStatus(status importer.Status) explanation {
	if known, ok := statusExplanations()[status]; ok {
		return known
	}
	return explanation{"With a remark", "The message says what is worth knowing."}
}

// codeExplanations returns what is said of each code; those of a service are not known.
func codeExplanations() map[string]explanation {
	return map[string]explanation{
		"missing_key":                     {"No key", "The cell that finds the {one} is empty. Fill it in, or delete the row."},
		"invalid_key":                     {"Key that can't be used", "The key is not of the form that the mapping asks for. Correct it, or set another key.match in the mapping."},
		"wrong_cell_count":                {"Too few or too many cells", "The row does not have as many cells as the header. Most often a text holds the delimiter or a quote: put the text in quotes."},
		"value_not_listed":                {"Value that the mapping does not list", "Correct the cell, or add the value to the field's values in the mapping."},
		"blank_not_allowed":               {"Empty cell that must not be empty", "Fill the cell in; the mapping says blank: error for this field."},
		"became_blank":                    {"Nothing left of the cell", "The mapping's transforms leave nothing of the text. Correct the cell, or set blank: clear if the field is to be emptied."},
		"formula_error":                   {"Formula with an error", "The cell holds an error such as #N/A instead of a value. Fix the formula, or enter the value."},
		"expression_failed":               {"Expression without a result", "The mapping's expression can't be evaluated for this row. Correct the cells it uses, or the expression."},
		"too_long":                        {"Text too long for its field", "Shorten the text; the message says how much the field takes."},
		"invalid_email":                   {"Not an e-mail address", "Correct the address; the message says what is wrong with it."},
		"invalid_phone":                   {"Not a phone number", "Business Central takes digits, blanks and signs, but no letters."},
		"spreadsheet_damage":              {"Damaged by a spreadsheet", "A spreadsheet made a number, a date or something else of this text. Format the column as text, enter the value again, and export the file again."},
		"damaged_encoding":                {"Letters lost in another encoding", "A program read or wrote the file in the wrong encoding. Export it again as CSV UTF-8, or correct the cells."},
		"placeholder":                     {"Nothing, written as something", "The cell says n/a, NULL, - or the like. Empty it, or write the value."},
		"key_not_found":                   {"No {one} has this key", "Check the key: a typing error, or another company's {one}."},
		"outside_set":                     {"Not {a exact one}", "The {one} exists, but cannot be changed through this API. Change it in Business Central."},
		"ambiguous_key":                   {"Several {many} have this key", "Use the {one's} {key or id} as key."},
		"changed_by_another":              {"Another user changed the same field", "Their value was kept. Decide which value is right; the message says where."},
		"field_gone":                      {"The field is not there any more", "The service has no such field now. Restore the field there, then undo the run again."},
		"etag_moved":                      {"Changed since it was read", "Another user has changed the {one} since. Look at it and decide; the message says where."},
		"outcome_unknown":                 {"Sent, and the answer was lost", "The {one} holds the old or the new values. Resume the run: it finds out which."},
		"write_may_land":                  {"Sent, and the answer was lost", "The {one} holds the old or the new values. Resume the run: it finds out which."},
		"waits_for_unknown":               {"Waits for another row of its {one}", "What became of an earlier row for the same {one} is not known. Resume the run: it settles both."},
		"stopped":                         {"Not reached", "The run stopped before these rows. Resume it: it goes on here."},
		importer.TotalRow:                 {"Totals", "Rows that add up others are no records. Nothing to do."},
		importer.GroupRow:                 {"Headings of groups", "They are no records. If one is, enter its key and run the row again."},
		importer.RepeatedHeading:          {"The header once more", "Lists that were made for printing repeat it on each page. Nothing to do."},
		importer.RuledLine:                {"Drawn lines", "Lists that were made for printing have them. Nothing to do."},
		importer.FooterRow:                {"Notes below the table", "They are no records. If one is, enter its key and run the row again."},
		"no_answer":                       {"No answer from Business Central", "The service or the line to it was down for longer than the run waits. Run the rows again later."},
		"no_connection":                   {"No answer from Business Central", "The service or the line to it was down for longer than the run waits. Run the rows again later."},
		"sign_in_unavailable":             {"No answer from Business Central", "The service or the line to it was down for longer than the run waits. Run the rows again later."},
		"unusable_answer":                 {"No answer from Business Central", "The service or the line to it was down for longer than the run waits. Run the rows again later."},
		importer.RemarkConfirmedByReading: {"Confirmed by reading", "The answer to the write was lost; the {one} was read again and holds the new values. Nothing to do."},
		importer.RemarkStoredDifferently:  {"Stored differently", "Business Central stored another value than was sent. Check that it is what you meant."},
		importer.RemarkAlsoChanged:        {"More was changed", "Business Central changed fields that the row does not set, as it does when it checks an address. Check them."},
		importer.RemarkNameRebuilt:        {"Display name is rebuilt", "The {one} had neither first nor last name and gets only one of them. Check its display name."},
		importer.RemarkKeptTheirs:         {"Their value was kept", "Another user had changed these fields, and bcimport_decision keeps their value. Nothing to do."},
		importer.RemarkTruncated:          {"Cut to fit", "A text was longer than its field and was cut, as the mapping says. The message has it whole."},
	}
}

// statusExplanations returns what is said of each status where the code says nothing.
func statusExplanations() map[importer.Status]explanation {
	return map[importer.Status]explanation{
		importer.Invalid:      {"Refused before sending", "Correct the row; the message says what is wrong."},
		importer.NotFound:     {"No such {one}", "Check the key."},
		importer.Ambiguous:    {"Several {many} match", "Use the {one's} {key or id} as key."},
		importer.Conflicted:   {"Changed by another user", "Look at the {one} and decide whose value is right; the message says where."},
		importer.Rejected:     {"Refused by Business Central", "Its words are in the message: correct the values, or give the application the permission it lacks."},
		importer.Failed:       {"Technical error", "It outlasted every retry. The {many} were not changed by these rows; run them again later."},
		importer.Unknown:      {"Outcome not known", "The {one} holds the old or the new values. Resume the run: it finds out which."},
		importer.NotAttempted: {"Not reached", "The run stopped before these rows. Resume it: it goes on here."},
		importer.NotAccepted:  {"Not accepted", "The changes of these rows were not accepted, so the {many} were left as they are."},
	}
}

// statusName is what a status is called: in report.html as in the other reports.
func statusName(say Language, s importer.Status) string {
	if coded(say) {
		return string(s)
	}
	return say.Say(string(statusNames()[s]), entity.Nouns{})
}

func statusNames() map[importer.Status]wording {
	return map[importer.Status]wording{
		importer.Updated: "changed", importer.WouldUpdate: "would change", importer.Unchanged: "unchanged", importer.Invalid: "invalid",
		importer.NotFound: "not found", importer.Ambiguous: "ambiguous", importer.Conflicted: "conflict", importer.Rejected: "rejected",
		importer.Failed: "failed", importer.Unknown: "unknown", importer.NotAttempted: "not attempted", importer.Skipped: "skipped", importer.NotAccepted: "not accepted",
	}
}
