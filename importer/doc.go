// Package importer is the vocabulary of bcimport: what its parts say to each other about
// rows, contacts and runs, and the rules that need nothing but what they are given.
//
// A row becomes an Entry, whose Key and Locator find a Contact. Plan compares the two and
// says what to write, measured against a Baseline; an Intent is such a write, a Response
// what the service said, an Outcome how the row ended. Undo folds outcomes into entries
// that put contacts back. Message, Problem and Hint tell of it; NextSteps what can be done.
//
// It does no I/O and knows no CSV, SQL, flags or terminal. Those are adapters in the
// folders beside this file, behind the interfaces declared here: Rows and Entries (where
// edits come from), Contacts (the service), Journal (the run on disk), Progress (who
// watches) and Words (what a face calls options and steps). The pipeline package takes
// rows from the one end to the other.
package importer
