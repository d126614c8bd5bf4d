package source

import (
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"bcimport/importer"
	"bcimport/importer/source/charset"
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
	Message string
	// Hint says what to do about it; empty when the message says it all.
	Hint string

	cause error
}

// Error returns one line, without the hint: "file: line 12, column 3: message".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	b.WriteString(": ")
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ", column %d", e.Column)
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	return b.String()
}

// Advice returns the hint, as importer.Hints asks for it.
func (e *Error) Advice() importer.Hint { return importer.PlainHint(e.Hint) }

// Unwrap returns the operating system's error, or nil if the content is at fault.
func (e *Error) Unwrap() error { return e.cause }

// openError returns why a file can't be opened or decompressed.
func openError(err error) *Error {
	if e := archiveError(err); e != nil {
		return e
	}
	return &Error{Message: systemMessage("open", err), cause: err}
}

// archiveError returns what is wrong with an archive, nil for any other error.
func archiveError(err error) *Error {
	switch {
	case errors.Is(err, errBomb):
		return &Error{Message: err.Error(), Hint: "unpack it and check what it contains", cause: err}
	case errors.Is(err, zip.ErrAlgorithm):
		return &Error{Message: "an archive packed by a method that can't be unpacked here", Hint: "unpack it first", cause: err}
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrFormat),
		errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF), isCorrupt(err):
		return &Error{Message: fmt.Sprintf("the archive is damaged: %v", err), Hint: "pack or send the file again", cause: err}
	}
	return nil
}

// decodeError returns why the text of a file ended before the file.
func decodeError(cause error, encodingName string) *Error {
	switch {
	case errors.Is(cause, charset.ErrNUL):
		return &Error{Message: cause.Error(), Hint: "save the table as CSV UTF-8"}
	case errors.Is(cause, charset.ErrInvalid):
		hint := "set the encoding of the file in the mapping, for example input.encoding: windows-1252"
		if encodingName != "utf-8" {
			hint = "set the right input.encoding in the mapping, or leave it out"
		}
		return &Error{Message: fmt.Sprintf("bytes that are not %s", encodingName), Hint: hint}
	}
	if e := archiveError(cause); e != nil {
		return e
	}
	return &Error{Message: fmt.Sprintf("read: %v", cause), cause: cause}
}

func isCorrupt(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt)
}

// systemMessage omits the path, which Error has already.
func systemMessage(verb string, err error) string {
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return fmt.Sprintf("%s: %v", verb, err)
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
