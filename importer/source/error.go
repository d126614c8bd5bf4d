package source

import (
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"

	"bcimport/importer"
	"bcimport/importer/source/charset"
	"bcimport/mapping/phrase"
)

// Error is why an input as a whole cannot be read. Every error of this package is one or
// wraps one.
type Error struct {
	// File is the path as it was given to Open.
	File string
	// Line is the physical line, from 1; 0 when the problem has no line.
	Line int
	// Column is the character within the line, from 1; 0 when not known.
	Column int
	// Message is one clause.
	Message phrase.Phrase
	// Hint says what to do about it; the zero value when the message says it all.
	Hint phrase.Phrase

	cause      error
	unreadable bool // no setting would change that
}

// Unreadable reports whether the file is none that can be read, whatever a mapping says of it.
func (e *Error) Unreadable() bool { return e.unreadable }

// asUnreadable marks an error that no setting would change; nil stays nil.
func (e *Error) asUnreadable() *Error {
	if e != nil {
		e.unreadable = true
	}
	return e
}

// Error returns one line, without the hint: "file: line 12, column 3: message".
func (e *Error) Error() string {
	return e.Phrase().String()
}

// Phrase returns the line of Error as data.
func (e *Error) Phrase() phrase.Phrase {
	switch {
	case e.Column > 0 && e.Line > 0:
		return phrase.New("%s: line %d, column %d: %s", e.File, e.Line, e.Column, e.Message)
	case e.Line > 0:
		return phrase.New("%s: line %d: %s", e.File, e.Line, e.Message)
	}
	return phrase.New("%s: %s", e.File, e.Message)
}

// Advice returns the hint, as importer.Hints asks for it.
func (e *Error) Advice() importer.Hint {
	if e.Hint.Format == "" {
		return importer.Hint{}
	}
	return importer.NewHint("%s", e.Hint)
}

// Unwrap returns the operating system's error, or nil if the content is at fault.
func (e *Error) Unwrap() error { return e.cause }

// openError returns why a file can't be opened or decompressed.
func openError(err error) *Error {
	if e := archiveError(err); e != nil {
		return e
	}
	return &Error{Message: phrase.New("open: %s", systemCause(err)), cause: err, unreadable: true}
}

// archiveError returns what is wrong with an archive, nil for any other error.
func archiveError(err error) *Error {
	switch {
	case errors.Is(err, errBomb):
		return &Error{Message: phrase.New("%s", err), Hint: phrase.New("unpack it and check what it contains"), cause: err, unreadable: true}
	case errors.Is(err, zip.ErrAlgorithm):
		return &Error{Message: phrase.New("an archive packed by a method that can't be unpacked here"), Hint: phrase.New("unpack it first"), cause: err, unreadable: true}
	case errors.Is(err, zip.ErrFormat):
		return &Error{Message: phrase.New("the workbook or ZIP archive is damaged: %s", err), Hint: phrase.New("ask for the file again, or save or pack it again"), cause: err, unreadable: true}
	case isDamaged(err):
		return &Error{Message: phrase.New("the archive is damaged: %s", err), Hint: phrase.New("pack or send the file again"), cause: err, unreadable: true}
	}
	return nil
}

// decodeError returns why the text of a file ended before the file.
func decodeError(cause error, encodingName string) *Error {
	switch {
	case errors.Is(cause, charset.ErrNUL):
		return &Error{Message: phrase.New("%s", cause), Hint: phrase.New("open it in the program that made it and save it as .xlsx or CSV UTF-8")}
	case errors.Is(cause, charset.ErrInvalid):
		hint := phrase.New("set the encoding of the file in the mapping, for example input.encoding: windows-1252")
		if encodingName != "utf-8" {
			hint = phrase.New("set the right input.encoding in the mapping, or leave it out")
		}
		return &Error{Message: phrase.New("bytes that are not %s", encodingName), Hint: hint}
	}
	if e := archiveError(cause); e != nil {
		return e
	}
	return &Error{Message: phrase.New("read: %s", cause), cause: cause}
}

// isDamaged reports whether an archive, or a part of it, is not what was packed.
func isDamaged(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, zip.ErrFormat) ||
		errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &corrupt)
}

// systemCause omits the path, which Error has already.
func systemCause(err error) error {
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// detectionError returns an error of charset.Detect as one of this package.
func detectionError(err error) *Error {
	var e *charset.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return &Error{Line: e.Line, Column: e.Column, Message: e.Message, Hint: e.Hint}
	}
	return openError(err)
}
