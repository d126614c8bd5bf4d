// Package importer is the core of bcimport: the words, the rules and the one
// pipeline that brings contacts to the values of an input.
//
//	read → map → read current → plan → journal → write → record
//
// It knows no HTTP, CSV, SQL, flags or terminal. Those are adapters in the
// folders below it, behind the interfaces declared here: Rows and Entries (where
// edits come from), Contacts (the service), Journal (the run on disk) and
// Progress (who watches).
//
// Start with Run, which owns every goroutine; then plan.go (what to write),
// task.go (what an answer means for a row) and dealer.go (who works on what).
package importer
