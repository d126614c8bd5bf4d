package cli

import (
	"fmt"
	"io"

	"bcimport/importer/source"
)

// tell says what was found out about an input that a person may want to know. Quietly
// it leaves out why the file was read in its encoding, which quotes words of the file.
func (in *input) tell(w io.Writer, quiet bool) {
	if len(in.file.Sheets) > 1 {
		fmt.Fprintf(w, "bcimport: %s: sheet %q is read, one of %d; input.sheet in the mapping names another\n", in.name, in.file.Sheet, len(in.file.Sheets))
	}
	if in.file.Format == source.FormatXLSX && (in.mapping.Input.Encoding != "" || in.mapping.Input.Delimiter != 0) {
		fmt.Fprintf(w, "bcimport: %s: is a workbook; what the mapping says of encoding and delimiter is for CSV files\n", in.name)
	}
	if in.file.Why != "" && !quiet {
		fmt.Fprintf(w, "bcimport: %s: read as %s, %s\n", in.name, in.file.Encoding, in.file.Why)
	}
	if in.hidden > 0 {
		fmt.Fprintf(w, "bcimport: warning: %s: %s of the sheet %s hidden and read like the others\n", in.name, plural(in.hidden, "row"), are(in.hidden))
	}
	if in.skips.rows > 0 {
		fmt.Fprintf(w, "bcimport: %s: %s; if one is a record, enter its key\n", in.name, in.skips.words())
	}
	if in.bared > 0 {
		fmt.Fprintf(w, "bcimport: %s: a leading ' (or =\"…\") was taken off %s, as a spreadsheet does\n", in.name, plural(in.bared, "cell"))
	}
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
