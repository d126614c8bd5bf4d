package input

import "bcimport/importer"

// Note is something worth knowing.
type Note struct {
	// Code is what programs know it by.
	Code  NoteCode
	Level Level
	Text  importer.Hint
	// Quotes reports whether the text quotes words of the input.
	Quotes bool
}

// Level says how a note is meant.
type Level int

const (
	Info    Level = iota // good to know
	Warning              // may be wrong
	Advice               // what to do about the note before it
)

// NoteCode is what programs know a note by.
type NoteCode string

const (
	NoteSheet    NoteCode = "sheet"        // which sheet of several is read
	NoteWorkbook NoteCode = "workbook"     // what the mapping says for CSV files
	NoteEncoding NoteCode = "encoding"     // how the file was read, and why
	NoteHidden   NoteCode = "hidden_rows"  // rows that the sheet hides
	NoteSkipped  NoteCode = "skipped_rows" // rows that are no records
	NoteUnquoted NoteCode = "unquoted"     // apostrophes taken off
	NotePhones   NoteCode = "phones"       // phone numbers that lost their beginning
	NoteUnmapped NoteCode = "untaken"      // columns that look like fields and are not taken
	NoteClearing NoteCode = "clearing"     // fields that most rows would empty
	NoteNoRows   NoteCode = "no_rows"      // an input without rows
	NoteEffect   NoteCode = "effect"       // what a write does besides
)
