package importer

// Row is one record of the input.
type Row struct {
	// Seq is the position among the input's rows, from 0. It orders the report.
	Seq int
	// Line is the physical line of the input at which the row starts, from 1.
	Line int
	// Record holds the cells as text in UTF-8, line breaks as LF.
	Record []string
	// Numeric reports for each cell whether the workbook holds a number in it, whose text
	// has a point for decimals. It may be shorter than Record: the rest are texts.
	Numeric []bool
	// Raw holds the input's own bytes of the row in the input's own encoding,
	// with its line end if it has one. The receiver may keep it.
	Raw []byte
	// Problem says why the row as a whole cannot be mapped (too few or too many
	// cells); zero for a good row.
	Problem Message
}

// Rows hands out the rows of one input in input order. It is used by one
// goroutine at a time.
type Rows interface {
	// Next returns the next row, or io.EOF after the last one. Any other error
	// makes the input as a whole unreadable.
	Next() (Row, error)
}
