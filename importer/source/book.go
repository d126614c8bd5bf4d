package source

import (
	"archive/zip"

	"bcimport/importer/source/xlsx"
)

// OpenBook opens a workbook that is no input, within the bounds of one. The caller closes
// the workbook before the archive; the error is an *Error.
func OpenBook(archive *zip.Reader) (*xlsx.Workbook, error) {
	book, bad := openWorkbook(archive)
	if bad != nil {
		return nil, bad
	}
	return book, nil
}
