package input

import (
	"context"
	"errors"
	"io"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/proposal"
)

// Look is how a file was read, for people who decide whether that is right.
type Look struct {
	// Name is what messages call the file; Format is xlsx for a workbook, else empty.
	Name, Format string
	// Encoding and Delimiter are those of a text, and Why the words that bear the encoding
	// out; empty for a workbook.
	Encoding, Delimiter string
	Why                 mapping.Phrase
	// Sheet is the sheet that is read, Sheets are all visible ones; empty for a text.
	Sheet  string
	Sheets []string
	// HeaderLine is the line, or the row of the sheet, of the column names, from 1.
	HeaderLine int
	Header     []string
	// Rows are the first rows after it, and Count is the number of all, up to a bound.
	Rows  []LookedRow
	Count int
	// More reports whether there are more than Count.
	More bool
}

// LookedRow is a row with the line on which it begins.
type LookedRow struct {
	Line  int
	Cells []string
}

// LookAt reads the header and the first rows of a file, shows the first of them and counts
// rows up to a bound.
func LookAt(ctx context.Context, of Ref, d Dialect, show, most int) (Look, error) {
	f, err := d.open(of, proposal.NewVocabulary(nil))
	if err != nil {
		return Look{}, err
	}
	look := Look{
		Name: f.Name, Format: f.Format, Why: f.Why, Sheet: f.Sheet, Sheets: f.Sheets,
		HeaderLine: f.HeaderLine, Header: f.Header(),
	}
	if f.Format == "" {
		look.Encoding, look.Delimiter = f.Encoding, string(f.Delimiter)
	}
	rows, err := f.Rows()
	if err != nil {
		return look, err
	}
	defer rows.Close()
	for look.Count < most {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return look, nil
		}
		if err != nil {
			return look, importer.NewInvalid(err)
		}
		if err := ctx.Err(); err != nil {
			return look, err
		}
		look.Count++
		if len(look.Rows) < show {
			look.Rows = append(look.Rows, LookedRow{row.Line, append([]string(nil), row.Record...)})
		}
	}
	look.More = true
	return look, nil
}
