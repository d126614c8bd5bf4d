package importer

import "slices"

// Code names a suspicion about a file as a whole, as a user accepts it.
type Code string

// The codes of suspicions.
const (
	SortedApart   Code = "sorted_apart"   // rows carry values or eTags of other rows
	NamesSwapped  Code = "names_swapped"  // first and last name stand in each other's place
	SameValue     Code = "same_value"     // most rows set one new e-mail address, phone number or name
	UnusualShare  Code = "unusual_share"  // far more rows would change than in the last runs
	DuplicateKeys Code = "duplicate_keys" // rows for one key set different values
	ManyEmptied   Code = "many_emptied"   // many fields that hold something would be emptied
)

// Codes lists every code in the order in which suspicions are told.
func Codes() []Code {
	return []Code{SortedApart, NamesSwapped, SameValue, UnusualShare, DuplicateKeys, ManyEmptied}
}

// Evidence says what a suspicion is measured against.
type Evidence string

// What speaks against a file.
const (
	AgainstBase     Evidence = "base"     // the values that the rows were made on
	AgainstRecords  Evidence = "records"  // what the records hold
	AgainstETags    Evidence = "etags"    // the eTags of the records
	AgainstOwnBase  Evidence = "own_base" // base values that are those of other records
	AgainstEmails   Evidence = "emails"   // the e-mail addresses beside the names
	AgainstLastRuns Evidence = "last_runs"
	AgainstItself   Evidence = "file" // the file alone
)

// Suspicion is what makes a file as a whole look wrong. It is data: whoever shows it
// makes the words.
type Suspicion struct {
	Code     Code     `json:"code"`
	Evidence Evidence `json:"evidence"`
	Fields   []string `json:"fields,omitempty"` // that it is about
	Count    int      `json:"count"`            // rows; of duplicate_keys, keys
	Of       int      `json:"of"`               // rows that were judged
	// Before is, for unusual_share, the greatest share of the last runs, in percent.
	Before int `json:"before,omitempty"`
	// Examples are a few rows, the first ones first. They are not recorded.
	Examples []Example `json:"-"`
}

// Example is a row that shows a suspicion.
type Example struct {
	Line   int
	Key    string
	Field  string
	Before string // what the record holds, or the row was made on
	After  string // what the row sets
	Other  int    // line of the row whose value it is, or that it contradicts; 0: none
}

// Unaccepted returns the suspicions whose code is not accepted.
func Unaccepted(found []Suspicion, accepted []Code) []Suspicion {
	return slices.DeleteFunc(slices.Clone(found), func(s Suspicion) bool { return slices.Contains(accepted, s.Code) })
}

// SampleRows is how many rows of a file are judged by their records before its first
// write.
const SampleRows = 1000
