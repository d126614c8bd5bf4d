package sheets

import (
	"cmp"
	"io"
	"slices"

	"bcimport/importer"
	"bcimport/importer/source"
	"bcimport/mapping"
	"bcimport/reports"
)

// Mend writes the rows of a file that are refused before anything is sent, as failed.csv or
// failed.xlsx of a run holds them. A workbook is written by End, text as rows are added.
type Mend struct {
	about   importer.About
	mapping *mapping.Mapping
	words   importer.Words
	to      io.Writer
	text    *source.FailedRowWriter
	book    reports.Book
}

// NewMend begins to write rows of an input, with messages in words and their language. The
// caller ends and closes it.
func NewMend(about importer.About, m *mapping.Mapping, words importer.Words, to io.Writer) *Mend {
	return &Mend{about: about, mapping: m, words: words, to: to}
}

// Add adds a row.
func (m *Mend) Add(e *importer.Entry) error {
	if err := m.begin(); err != nil {
		return err
	}
	o := importer.Outcome{Seq: e.Row.Seq, Line: e.Row.Line, Key: e.Edit.Key, Status: importer.Invalid, Raw: e.Row.Raw}
	var said []importer.Message
	for _, p := range e.Problems() {
		said = append(said, p.Message)
		if blamed := cmp.Or(p.Field, importer.BlamesKey); p.Code != "wrong_cell_count" && !slices.Contains(o.Blames, blamed) {
			o.Blames = append(o.Blames, blamed)
		}
	}
	message := reports.MessageText(mapping.Enumeration(mapping.Sentences, said...), m.words, m.about.Nouns())
	if m.book != nil {
		return m.book.Add(o, message)
	}
	row, err := m.text.Row(o.Raw, string(o.Status), message)
	if err == nil {
		_, err = m.to.Write(row)
	}
	return err
}

// begin writes what comes before the first row.
func (m *Mend) begin() (err error) {
	switch {
	case m.book != nil || m.text != nil:
	case m.about.Input.Format == source.FormatXLSX:
		m.book, err = NewFailed(m.about, m.mapping, false)
	default:
		if m.text, err = source.NewFailedRowWriter(m.about.Input, false); err == nil {
			_, err = m.to.Write(m.text.Head())
		}
	}
	return err
}

// End writes what is left.
func (m *Mend) End() error {
	if m.book == nil {
		return nil
	}
	_, err := m.book.WriteTo(m.to)
	return err
}

// Close drops what is held.
func (m *Mend) Close() error {
	if m.book == nil {
		return nil
	}
	return m.book.Close()
}
