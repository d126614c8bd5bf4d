package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"bcimport/importer/source"
)

// TestOpen_RefusesOtherFormatsByName: each with a hint that fits it. The first are files
// of programs (testdata/programs), the others begin as their programs write them.
func TestOpen_RefusesOtherFormatsByName(t *testing.T) {
	t.Parallel()
	packed := func(names ...string) string { return string(packAll(t, names...)) }
	for name, c := range map[string]struct{ path, content, words, hint string }{
		"protected":          {protectedBook(t), "", "a workbook that is protected by a password", "remove the password"},
		"xls":                {"testdata/programs/libreoffice.xls", "", "an old Excel workbook (.xls)", "in Excel or LibreOffice and save it as .xlsx"},
		"xls of SheetJS":     {"testdata/programs/sheetjs.xls", "", "an old Excel workbook (.xls)", "save it as .xlsx"},
		"xls of Excel 95":    {"testdata/programs/sheetjs-95.xls", "", "an old Excel workbook (.xls)", "save it as .xlsx"},
		"xls of Excel 2":     {"testdata/programs/sheetjs-2.xls", "", "a very old Excel workbook (.xls)", "save it as .xlsx"},
		"HTML as xls":        {"testdata/programs/sheetjs-html.xls", "", "a web page (HTML), whatever its name says", "save it as .xlsx"},
		"xlsb":               {"testdata/programs/sheetjs.xlsb", "", "a binary Excel workbook (.xlsb)", "in Excel and save it as .xlsx"},
		"ods":                {"testdata/programs/libreoffice.ods", "", "an OpenDocument table (.ods)", "in LibreOffice or Excel and save it as .xlsx"},
		"fods":               {"testdata/workbook.fods", "", "an OpenDocument table as plain XML (.fods)", "save it as .xlsx"},
		"2003":               {"testdata/programs/libreoffice-2003.xml", "", "an XML spreadsheet of Excel 2003, whatever its name says", "save it as .xlsx"},
		"SYLK":               {"testdata/programs/sheetjs.slk", "", "a SYLK table (.slk)", "save it as .xlsx"},
		"doc":                {"", oleFile("WordDocument"), "an old Word document (.doc)", "copy its table into an Excel workbook"},
		"ppt":                {"", oleFile("PowerPoint Document"), "an old PowerPoint presentation (.ppt)", "copy its table"},
		"msg":                {"", oleFile("__properties_version1.0"), "an Outlook message (.msg)", "save the attachment"},
		"protected, by hand": {"", oleFile("DataSpaces", "EncryptionInfo", "EncryptedPackage"), "protected by a password", "remove the password"},
		"other OLE":          {"", oleFile("Contents"), "an old Office document", ".xlsx"},
		"protected ods":      {"", packed("content.xml", "META-INF/manifest.xml=<manifest:encryption-data>"), "an OpenDocument table (.ods) that is protected by a password", "with its password"},
		"odt":                {"", packed("mimetype=application/vnd.oasis.opendocument.text", "content.xml", "META-INF/manifest.xml"), "an OpenDocument text (.odt)", "copy its table"},
		"docx":               {"", packed("[Content_Types].xml", "word/document.xml"), "a Word document (.docx)", "copy its table into an Excel workbook"},
		"pptx":               {"", packed("[Content_Types].xml", "ppt/presentation.xml"), "a PowerPoint presentation (.pptx)", "copy its table"},
		"numbers":            {"", packed("Index/Document.iwa", "Index/Tables/Tile.iwa", "preview.jpg"), "a document of Apple Numbers", "Export To, Excel"},
		"vCards":             {"", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Groß;Jörg\r\nEND:VCARD\r\n", "address cards (vCard)", "export the contacts from there as CSV"},
		"vCards with a mark": {"", "\ufeff\nbegin:vcard\n", "address cards (vCard)", "as CSV"},
		"calendar":           {"", "BEGIN:VCALENDAR\r\n", "a calendar", "export the contacts"},
		"JSON":               {"", "[\n  {\n    \"No\": \"CONT00021\"}]", "JSON, not a table", ".xlsx or CSV UTF-8"},
		"JSON lines":         {"", "{\"No\": \"CONT00021\"}\n{\"No\": 1}\n", "JSON, not a table", ".xlsx or CSV UTF-8"},
		"OData":              {"", "{ \"@odata.context\": 1 }", "JSON, not a table", ".xlsx or CSV UTF-8"},
		"XML":                {"", "<?xml version=\"1.0\"?><contacts/>", "XML, not a table", "from the program that made it"},
		"web page":           {"", "<!DOCTYPE html><html>", "a web page (HTML)", "save it as .xlsx"},
		"XHTML":              {"", "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", "a web page (HTML)", "save it as .xlsx"},
		"web archive":        {"", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a web archive (.mht)", "save it as .xlsx"},
		"PDF":                {"", "%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF", "from the program that made it"},
		"RTF":                {"", "{\\rtf1\\ansi", "a formatted text (.rtf)", "copy its table"},
		"PNG":                {"", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture", "ask for the workbook"},
		"JPEG":               {"", "\xff\xd8\xff\xe0\x00\x10JFIF", "a picture", "ask for the workbook"},
		"photo of a phone":   {"", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "a picture", "ask for the workbook"},
		"Access":             {"", "\x00\x01\x00\x00Standard ACE DB\x00", "an Access database", "export the table"},
		"SQLite":             {"", "SQLite format 3\x00\x10", "an SQLite database", "export the table"},
		"Outlook data":       {"", "!BDN\x00\x00", "an Outlook data file", "as CSV"},
		"7-Zip":              {"", "7z\xbc\xaf\x27\x1c\x00", "a 7-Zip archive", "unpack"},
		"RAR":                {"", "Rar!\x1a\x07\x00", "a RAR archive", "unpack"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := c.path
			if path == "" {
				path = writeFile(t, c.content)
			}
			_, err := source.Open(path, source.Options{})
			var e *source.Error
			if !errors.As(err, &e) || !strings.Contains(e.Message.String(), c.words) || !strings.Contains(e.Hint.String(), c.hint) {
				t.Errorf("%v, want %q and the hint %q", err, c.words, c.hint)
			}
		})
	}
}

// TestOpen_RefusesOtherFormatsInArchives as by themselves.
func TestOpen_RefusesOtherFormatsInArchives(t *testing.T) {
	t.Parallel()
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	if _, err := w.Write([]byte(oleFile("EncryptedPackage"))); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if e := readError(t, gz.String(), source.Options{}); !strings.Contains(e.Message.String(), "protected by a password") {
		t.Errorf("gzip: %v", e)
	}
	if e := readError(t, string(packAll(t, "cards.vcf=BEGIN:VCARD")), source.Options{}); !strings.Contains(e.Message.String(), "vCard") {
		t.Errorf("ZIP: %v", e)
	}
}

// TestOpen_TakesTablesThatBeginLikeOtherFormats.
func TestOpen_TakesTablesThatBeginLikeOtherFormats(t *testing.T) {
	t.Parallel()
	for _, header := range []string{
		"ID;Phone", "ID;PWX;N", "[No];[Name]", "{No};{Name}", "[ID];X", "Begin;End", "begin:vc;X", "<No>;<Name>", "PK;Name", "Rar!;x",
		"MIME-Version;x", "GIF;x", "II*;x", "7z;x", "BM;x", "%PDF;x", "\"[No]\";x", "{\\r};x", "xml;html",
	} {
		if f := openText(t, header+"\n1;2\n", source.Options{Delimiter: ';'}); len(f.Header()) < 2 {
			t.Errorf("%q: header %q", header, f.Header())
		}
	}
}

// protectedBook is a workbook with a password.
func protectedBook(t *testing.T) string {
	x := excelize.NewFile()
	defer x.Close()
	path := filepath.Join(t.TempDir(), "locked.xlsx")
	if err := x.SaveAs(path, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return path
}

// oleFile is a compound file with streams of these names and nothing in them: a header,
// a sector of the allocation table and the directory.
func oleFile(names ...string) string {
	const sector, free, end = 512, 0xffffffff, 0xfffffffe
	header := make([]byte, sector)
	copy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		le.PutUint16(header[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: end, 68: end, 76: 0} {
		le.PutUint32(header[at:], v)
	}
	table := bytes.Repeat([]byte{0xff}, sector)
	le.PutUint32(table, 0xfffffffd)
	var directory []byte
	for i, name := range append([]string{"Root Entry"}, names...) {
		entry := make([]byte, 128)
		units := utf16.Encode([]rune(name))
		for i, u := range units {
			le.PutUint16(entry[2*i:], u)
		}
		le.PutUint16(entry[64:], uint16(2*len(units)+2))
		entry[66], entry[67] = 2, 1
		if i == 0 {
			entry[66] = 5
		}
		for _, at := range []int{68, 72, 76} {
			le.PutUint32(entry[at:], free)
		}
		directory = append(directory, entry...)
		le.PutUint32(table[4*(1+i/4):], end)
	}
	return string(header) + string(table) + string(directory)
}

// packAll makes a ZIP archive of NAME or NAME=CONTENT.
func packAll(t *testing.T, files ...string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range files {
		name, content, _ := strings.Cut(file, "=")
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
