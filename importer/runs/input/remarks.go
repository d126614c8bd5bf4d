package input

import (
	"bcimport/importer"
	"bcimport/importer/source"
	"bcimport/mapping/phrase"
)

// Remark tells what was found out about an input that a person may want to know.
func (in *File) Remark(tell func(Note)) {
	note := func(code NoteCode, level Level, quotes bool, format string, args ...any) {
		tell(Note{code, level, importer.NewHint("%s: "+format, append([]any{in.Name}, args...)...), quotes})
	}
	if len(in.file.Sheets) > 1 {
		note(NoteSheet, Info, false, "reading sheet %q of %d sheets; set input.sheet in the mapping to read another", in.file.Sheet, len(in.file.Sheets))
	}
	if in.file.Format == source.FormatXLSX && (in.mapping.Input.Encoding != "" || in.mapping.Input.Delimiter != 0) {
		note(NoteWorkbook, Info, false, "is a workbook; encoding and delimiter of the mapping apply only to CSV files")
	}
	if in.file.Why.Format != "" {
		note(NoteEncoding, Info, true, "read as %s, %s", in.file.Encoding, in.file.Why)
	}
	if in.hidden > 0 {
		note(NoteHidden, Warning, false, "%s", ofOneOrMore(in.hidden, phrase.New("1 row of the sheet is hidden; hidden rows are read like others"), phrase.New("%d rows of the sheet are hidden; hidden rows are read like others", in.hidden)))
	}
	if in.skips.rows > 0 {
		note(NoteSkipped, Info, false, "%s; if one of them is a record, enter its key", in.skips.words())
	}
	if in.unquoted > 0 {
		note(NoteUnquoted, Info, false, "%s", ofOneOrMore(in.unquoted, phrase.New("a leading ' (or =\"…\") was removed from 1 cell, as spreadsheets do"), phrase.New("a leading ' (or =\"…\") was removed from %d cells, as spreadsheets do", in.unquoted)))
	}
	in.remarkPhones(tell)
}

// ofOneOrMore is what is said of one thing, or of a number of them.
func ofOneOrMore(n int, one, more phrase.Phrase) phrase.Phrase {
	if n == 1 {
		return one
	}
	return more
}

// RemarkEffects tells what writes of the mapping's fields do besides.
func (in *File) RemarkEffects(note func(Note)) {
	for _, w := range in.columns.Warnings() {
		hint := importer.PlainHint(w.Text)
		if w.Field != "" {
			hint = importer.NewHint("%s: %s", w.Field, w.Text)
		}
		note(Note{NoteEffect, Warning, hint, false})
	}
}

// RemarkNoRows tells of a file without records.
func (in *File) RemarkNoRows(note func(Note)) {
	switch {
	case in.About.Rows == 0:
		note(Note{NoteNoRows, Warning, importer.NewHint("%s has a header but no rows", in.Name), false})
	case in.Records() == 0:
		note(Note{NoteNoRows, Warning, importer.NewHint("%s has no records", in.Name), false})
	}
}
