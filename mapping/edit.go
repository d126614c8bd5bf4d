package mapping

// Value is a canonical text for one API field.
type Value struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

// Edit is what one row asks for: the key that finds the contact, trimmed, and
// the fields the row sets, in the order of the mapping. A field that the row
// keeps (a blank cell under `blank: keep`, a cell that still holds its base
// value) is not in it; a field that the row clears is, with an empty Text.
type Edit struct {
	Key    string
	Values []Value
	// ETag is the state of the contact that the row was made on; empty if the row
	// does not say.
	ETag string
	// Guarded names the fields whose text must not be a damaged form of the value that
	// the record holds (AgainstRecord). It is shared: not to be changed.
	Guarded []string
	// Exact names the fields of which a difference in white space, in Unicode form or in
	// how a phone number is written is a change. It is shared: not to be changed.
	Exact []string
	// Whole is the whole name where firstName and lastName are both parts of it.
	Whole string
	// Suspects are texts of Values that are damaged unless the record says otherwise.
	Suspects []Suspect
	// Truncated are the texts that were too long and were cut, as they were before.
	Truncated []Value
	// Kept are the values of fields that a person decided to leave as they are; they are
	// not among Values.
	Kept []Value
	// Taken names the fields of Values that a person decided to write, whatever the
	// record holds.
	Taken []string
	// Unchanged names the fields of Entity.Order that the row leaves alone because their
	// cells hold their base values. They are to stay as they are where a write of the row
	// has the service clear or replace them.
	Unchanged []string
	// KeepsTheirs reports whether a person decided to leave every field as it is that somebody
	// else has changed. The fields of Values then all have a base value.
	KeepsTheirs bool
	// Unresolved names the fields of Values whose text is a code for which no id has been
	// looked up. Such an edit is for a check alone: it must not be sent.
	Unresolved []string
	// Unquoted counts the cells that lost a leading apostrophe.
	Unquoted int
	// Base holds the values that the row was made on, for those of Values whose
	// field names a base column, as canonical texts.
	Base []Value
}

// CellError is a rule that one cell of a row breaks. The row is refused before
// anything is sent for it.
type CellError struct {
	Column  string  // the header of the cell's column
	Index   int     // position of the cell in the record, from 0; -1 where there is no cell
	Field   string  // the API field, empty for the key
	Code    string  // machine-readable, for example invalid_email
	Message Message // what is wrong and what to do
}

// Error returns the message in English.
func (e CellError) Error() string { return e.Message.In(English) }
