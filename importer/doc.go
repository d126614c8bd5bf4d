// Package importer is the core of bcimport: the words, the rules and the one
// pipeline that brings contacts to the values of an input.
//
//	read → map → read current → plan → journal → write → record
//
// It sends no HTTP and knows no CSV, SQL, flags or terminal. Those are adapters in the
// folders below it, behind the interfaces declared here: Rows and Entries (where edits come
// from), Contacts (the service), Journal with its further parts (the run on disk), Progress
// (who watches) and Words (what a face calls options and steps).
//
// Start with Runner: Resolve looks up keys, Look reads the first rows, Run does the rest.
// Then plan.go (what to write), dealer.go (who works on what), task.go (how far a row has
// come) and answered.go (what an answer means for it).
package importer
