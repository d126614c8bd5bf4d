package source

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"bcimport/importer/source/charset"
	"bcimport/mapping/phrase"
)

// unsupportedKind is a kind of file that is not read: what it is and what to do. Old and
// binary Excel workbooks and OpenDocument are among them because no maintained Go library
// reads their types and number formats, which decide what is sent.
type unsupportedKind struct{ what, hint phrase.Known }

func (r unsupportedKind) error() *Error {
	return &Error{Message: phrase.New("%s", r.what), Hint: phrase.New("%s", r.hint), unreadable: true}
}

const (
	saveAsXLSX        = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook)"
	exportAsXLSX      = "export the table as .xlsx or CSV UTF-8"
	unpackFirst       = "unpack it first"
	exportFromProgram = "export the table as .xlsx or CSV UTF-8 from the program that made it"
)

// refuseUnsupported recognizes by its first bytes what users pass instead of a CSV file or a
// workbook. refuseOLE recognizes an OLE container by its content.
func refuseUnsupported(raw []byte) *Error {
	for magic, r := range binaryKinds() {
		if bytes.HasPrefix(raw, []byte(magic)) {
			return r.error()
		}
	}
	if len(raw) > 12 && slices.Contains([]string{"ftypheic", "ftypheix", "ftypmif1", "ftypavif"}, string(raw[4:12])) {
		return picture().error()
	}
	begin := normalizedStart(raw)
	for _, text := range textKinds() {
		if strings.HasPrefix(begin, text.begin) && strings.Contains(begin, text.part) {
			return text.error()
		}
	}
	return nil
}

func picture() unsupportedKind {
	return unsupportedKind{"a picture, not a table", "ask for the workbook or the CSV file that it shows"}
}

// binaryKinds returns kinds of files that are no text, by their first bytes.
func binaryKinds() map[string]unsupportedKind {
	oldExcel := unsupportedKind{"a very old Excel workbook (.xls)", saveAsXLSX}
	archive := unsupportedKind{"an archive or a workbook within an archive", unpackFirst}
	const database = "open it in its program and export the table as .xlsx or CSV UTF-8"
	return map[string]unsupportedKind{
		zipMagic: archive, gzipMagic: archive,
		"7z\xbc\xaf\x27\x1c":                  {"a 7-Zip archive", unpackFirst},
		"Rar!\x1a":                            {"a RAR archive", unpackFirst},
		"%PDF-":                               {"a PDF, not a table", exportFromProgram},
		"{\\rtf":                              {"a formatted text (.rtf), not a table", "copy its table into an Excel workbook and save that as .xlsx"},
		"SQLite format 3\x00":                 {"an SQLite database", database},
		"\x00\x01\x00\x00Standard Jet DB\x00": {"an Access database (.mdb)", database},
		"\x00\x01\x00\x00Standard ACE DB\x00": {"an Access database (.accdb)", database},
		"!BDN":                                {"an Outlook data file (.pst)", "export the contacts in Outlook as CSV: File, Open & Export, Import/Export"},
		"\x09\x00\x04\x00":                    oldExcel, "\x09\x02\x06\x00": oldExcel, "\x09\x04\x06\x00": oldExcel,
		"ID;PWXL;":    {"a SYLK table (.slk)", saveAsXLSX},
		"\x89PNG\r\n": picture(), "\xff\xd8\xff": picture(), "GIF8": picture(), "II*\x00": picture(), "MM\x00*": picture(),
	}
}

// textKind is a kind of file that is text but no table.
type textKind struct {
	begin, part string // how it begins, and what else is near its beginning; in lower case
	unsupportedKind
}

// textKinds returns those kinds, the special before the general.
func textKinds() []textKind {
	webPage := unsupportedKind{"a web page (HTML), whatever its name says", saveAsXLSX}
	json := unsupportedKind{"JSON, not a table", exportAsXLSX}
	return []textKind{
		{"<?xml", "urn:schemas-microsoft-com:office:spreadsheet", unsupportedKind{"an XML spreadsheet of Excel 2003, whatever its name says", saveAsXLSX}},
		{"<?xml", "urn:oasis:names:tc:opendocument", unsupportedKind{"an OpenDocument table as plain XML (.fods)", saveAsXLSX}},
		{"<?xml", "<html", webPage},
		{"<?xml", "", unsupportedKind{"XML, not a table", exportFromProgram}},
		{"<!doctype", "", webPage}, {"<html", "", webPage}, {"<table", "", webPage}, {"<meta", "", webPage}, {"<style", "", webPage},
		{"mime-version:", "multipart/", unsupportedKind{"a web archive (.mht), whatever its name says", saveAsXLSX}},
		{"begin:vcard", "", unsupportedKind{"address cards (vCard), not a table", "import them into Outlook or Google Contacts and export the contacts from there as CSV"}},
		{"begin:vcalendar", "", unsupportedKind{"a calendar (iCalendar), not a table", "export the contacts, not the calendar"}},
		{"{\"", "", json}, {"[{\"", "", json}, {"[[", "", json},
	}
}

// normalizedStart returns the beginning of a text in any Unicode encoding, in lower case and
// without white space between brackets at its start.
func normalizedStart(raw []byte) string {
	begin := raw[:min(len(raw), 4096)]
	_, mark := charset.Mark(begin)
	begin = begin[mark:]
	begin = bytes.ReplaceAll(begin, []byte("\x00"), nil) // as in UTF-16
	begin = bytes.ToLower(bytes.TrimLeft(begin, " \t\r\n"))
	i := 0
	for i < len(begin) && strings.IndexByte("{[ \t\r\n", begin[i]) >= 0 {
		i++
	}
	signs := strings.Join(strings.Fields(string(begin[:i])), "")
	return signs + string(begin[i:])
}

// refuseArchive recognizes ZIP archives of other formats than workbooks.
func refuseArchive(archive *zip.Reader) *Error {
	has := func(name string) bool {
		return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, name) })
	}
	switch {
	case has("xl/workbook.bin"):
		return unsupportedKind{"a binary Excel workbook (.xlsb)", "open it in Excel and save it as .xlsx (Excel workbook)"}.error()
	case has("word/document.xml"):
		return unsupportedKind{"a Word document (.docx), not a workbook", "copy its table into an Excel workbook and save that as .xlsx"}.error()
	case has("ppt/presentation.xml"):
		return unsupportedKind{"a PowerPoint presentation (.pptx), not a workbook", "copy its table into an Excel workbook and save that as .xlsx"}.error()
	case has("META-INF/manifest.xml") && has("content.xml"):
		return refuseOpenDocument(archive).error()
	case has("Index/Document.iwa") || has("Index.zip"):
		return unsupportedKind{"a document of Apple Numbers or Pages", "export it in Numbers: File, Export To, Excel (.xlsx)"}.error()
	}
	return nil
}

func refuseOpenDocument(archive *zip.Reader) unsupportedKind {
	kind := readStart(archive, "mimetype")
	switch {
	case strings.Contains(readStart(archive, "META-INF/manifest.xml"), "encryption-data"):
		return unsupportedKind{"an OpenDocument table (.ods) that is protected by a password", "open it in LibreOffice with its password and save it as .xlsx without one"}
	case strings.HasSuffix(kind, ".text"):
		return unsupportedKind{"an OpenDocument text (.odt), not a table", "copy its table into a spreadsheet and save that as .xlsx"}
	}
	return unsupportedKind{"an OpenDocument table (.ods)", "open it in LibreOffice or Excel and save it as .xlsx (Excel workbook)"}
}

// readStart returns the beginning of a file in an archive, empty if it can't be read.
func readStart(archive *zip.Reader, name string) string {
	in, err := archive.Open(name)
	if err != nil {
		return ""
	}
	defer in.Close()
	start := make([]byte, 64<<10)
	n := 0
	for n < len(start) {
		m, err := in.Read(start[n:])
		if n += m; err != nil {
			break
		}
	}
	return string(start[:n])
}
