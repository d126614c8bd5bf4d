package importer

import (
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// MessageText returns a message in English. What can be done next is said in the words of
// the face that shows it, and the records are called by the nouns of their set.
func MessageText(m Message, words Words, nouns entity.Nouns) string {
	return m.In(func(id string, args []string) string {
		switch {
		case id == stepID && len(args) == 1:
			return words.Step(Step{Kind: StepKind(args[0])})
		case id == "not_a_contact_id" && !nouns.Named():
			return english.Words("not_an_id", args, nouns)
		case english.Has(id):
			return english.Words(id, args, nouns)
		}
		return mapping.EnglishOf(id, args, nouns)
	})
}

// stepID stands for a step that concerns the run of the row; the kind is its argument.
const stepID = "step"

// english says in a consultant's words what happened and what to do.
var english = mapping.Catalogue{
	Separators: map[string]string{"semicolons": "; "},
	Formats: map[string]string{
		// Rows that cannot be used.
		"not_an_id":          "The key %[1]q is not {a one} id: ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; correct it.",
		"not_a_contact_id":   "The key %[1]q is not {a one} id: ids look like 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; if it is {a one} {key}, set `match: {key}` in the mapping.",
		"wrong_cell_count":   `The row %[1]s.`,
		"cells":              `has %[1]s, the header has %[2]s; %[3]s`,
		"one_cell":           `1 cell`,
		"many_cells":         `%[1]s cells`,
		"fill_cells":         `an empty cell still needs its delimiter, and a cell with a line break needs quotes`,
		"quote_delimiter":    `a cell with the delimiter %[1]s needs quotes`,
		"remove_delimiters":  `the extra cells are blank: remove the delimiters at the end of the row`,
		"cell_beyond_header": `has a value in column %[1]s, to the right of the last header; give that column a header or empty the cell`,
		"damaged_now":        `The text %[1]q in %[2]s %[3]s; %[4]s; %[5]s, or set accept_damaged: true for %[6]s in the mapping.`,
		"holds_nothing":      `the {one} has no value there now`,
		"holds":              `the {one} has %[1]q now`,

		// Rows that are no records.
		"repeated_heading": `The row repeats the header, so it was skipped.`,
		"ruled_line":       `The row is a drawn line, so it was skipped; if it is a record, enter its key in column %[1]q and run it again.`,
		"total_row":        `The cell %[2]q marks the row as a total, and it has no key, so it was skipped; if it is a record, enter its key in column %[1]q and run it again.`,
		"group_row":        `The row holds %[2]q and no key, as the heading of a group does, so it was skipped; if it is a record, enter its key in column %[1]q and run it again.`,
		"footer_row":       `The row is below the last record and holds %[2]q and no key, as a note does, so it was skipped; if it is a record, enter its key in column %[1]q and run it again.`,

		// Rows that the run did not finish.
		"not_attempted":     `The run stopped before this row; %[1]s goes on here.`,
		"not_accepted":      `None of the row's changes was accepted when the plan was approved, so nothing was written.`,
		"cut_off":           `The run was cut off while a write for this row was under way; the {one} holds the old or the new values; %[1]s settles it.`,
		"waits_for_unknown": `The outcome of the write for line %[1]s, which changes the same {one}, is unknown, so this row was not attempted; %[2]s settles both.`,
		"outcome_unknown":   `A write was sent and its outcome could not be established; the {one} holds the old or the new values; %[1]s settles it.`,
		"write_may_land":    `The response to a write of the undone run was lost, and that write may still reach the {one}; %[1]s settles it, at the latest after %[2]s.`,
		"half_done":         `The row could not be finished because of a technical error; %[1]s finishes it.`,
		"gave_up":           `A technical error outlasted %[1]s attempts; the {one} was not changed by this row; run the row again later.`,
		"written_before":    `Written by this row before that: %[1]s.`,
		"said":              `Business Central said: %[1]s`,

		// Keys that find no contact, or several.
		"no_such_contact":   `There is no {one} %[1]q among the {exact many}; check the key.`,
		"no_such_number":    `No {one} has the number %[1]q; %[2]s`,
		"no_such_key":       `No {exact one} has the %[1]s %[2]q; %[3]s`,
		"no_such_email":     `No {exact one} has the e-mail address %[1]q; %[2]s`,
		"check_key":         `check the key.`,
		"did_you_mean":      `did you mean %[1]s?`,
		"ambiguous_key":     `%[1]s {many} match the key %[2]q; use the {one's} {key or id} as key: %[3]s.`,
		"key_called":        `%[1]q (%[2]s)`,
		"outside_set":       `Contact %[1]s exists but is not a customer contact: %[2]s; change it in Business Central, or remove the row.`,
		"is_company":        `it is a company, and only persons can be updated`,
		"several_relations": `its company is a customer and also a vendor or another relation`,
		"no_customer":       `its company is not a customer`,
		"not_shown":         `its company may also be a vendor, or it is itself a company`,
		"lookup_forbidden":  `Business Central does not allow the application to look up {many}; assign a permission set that may read {many}.`,
		"lookup_refused":    `Business Central could not look up the key %[1]q; check it, or use {one} ids as keys.`,
		"lookup_gave_up":    `A technical error outlasted every attempt to look up the key %[1]q; nothing was changed; run the row again later.`,

		// What Business Central refuses.
		"read_forbidden":    `Business Central does not allow the application to read this {one}; assign a permission set that may read {many}.`,
		"read_refused":      `Business Central refused to read the {one}, so nothing was written; check the key.`,
		"write_forbidden":   `Business Central does not allow this change; assign the application a permission set that may modify {many}.`,
		"write_too_long":    `Business Central reports a text that is too long in %[1]s; shorten it and run the row again.`,
		"write_wrong_value": `Business Central reports an invalid value in %[1]s; correct it and run the row again.`,
		"write_read_only":   `Business Central does not allow %[1]s to be changed; remove it from the mapping.`,
		"write_refused":     `Business Central refused %[1]s; correct the row and run it again.`,
		"cell_in_column":    `%[1]s %[2]q in %[3]s`,
		"cell":              `%[1]s %[2]q`,
		"the_values":        `the values`,

		// Conflicts, and how they are settled.
		"moved":                `Another user changed the {one} between read and write, and the options of the run allow no such change; check the {one}; %[1]s`,
		"moved_since":          `Another user changed the {one} after the state on which the row is based%[1]s; check the {one}; %[2]s`,
		"contention":           `Other users kept changing the {one}: %[1]s writes were too late; %[2]s`,
		"run_later":            `run the row again later.`,
		"when_they_have_ended": `when they have finished, %[1]s`,
		"collision":            `Another user changed a field that this row sets; their value was kept%[1]s; %[2]s`,
		"field_gone":           `The service no longer has these fields, so their values cannot be written: %[1]s; if the {one} must hold them, restore the fields there first.`,
		"in_brackets":          ` (%[1]s)`,
		"collision_in":         `%[1]s: their value is %[2]q, the row sets %[3]q`,
		"collision_from":       `%[1]s: their value is %[2]q, the row sets %[3]q, before it was %[4]q`,
		"field_in_column":      `%[1]s in %[2]s`,
		"decide_here":          `decide which value is right; if it is not theirs, enter it in Business Central.`,
		"decide":               `write keep (their value stays) or take (the row's values are written) into %[1]s in failed.csv%[2]s, and run the file again%[3]s.`,
		"decide_single_fields": `, or for single fields "take: %[1]s; keep: %[2]s"`,
		"decide_nothing":       ` (if you leave it empty, the row is written as it is)`,

		// Remarks beside a success.
		"confirmed_by_reading": `The response to the write was lost; the {one} was read again and has the new values.`,
		"name_will_be_rebuilt": `The {one} had neither first nor last name, and the row sets only one of them: Business Central builds the display name from both, so check it.`,
		"stored_differently":   `%[1]s was sent as %[2]q and stored as %[3]q.`,
		"also_changed":         `Business Central also changed what the row does not set: %[1]s; check it.`,
		"changed_from":         `%[1]s was %[2]q and is %[3]q now`,
		"truncated":            `The text %[1]q in %[2]s is too long for %[3]s and was cut to %[4]q.`,
		"kept_theirs":          `Their value was kept, as decided: %[1]s.`,
		"kept_in":              `%[1]s stays %[2]q, the row sets %[3]q`,
	},
}
