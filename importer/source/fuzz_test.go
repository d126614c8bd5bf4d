package source_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"bcimport/importer/source"
)

// FuzzWorkbook: whatever bytes a workbook's sheet and texts are made of, reading
// ends with rows or an error, and what is read is text.
func FuzzWorkbook(f *testing.F) {
	f.Add(texts("K", "V")+texts("k", "v"), "<sst><si><t>x</t></si></sst>")
	f.Add(`<row r="2"><c r="B2" t="s"><v>0</v></c><c t="b"><v>1</v></c></row>`, "<sst><si><r><t>x</t></r></si></sst>")
	f.Add(`<row r="9"><c s="1"><v>1E9</v></c><c t="e"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A9"/>`, "")
	f.Fuzz(func(t *testing.T, rows, shared string) {
		b := oneSheet(rows)
		b["xl/sharedStrings.xml"] = shared
		b["xl/styles.xml"] = `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`
		read(t, b.write(t))
	})
}

// FuzzArchive: the same for the archives themselves.
func FuzzArchive(f *testing.F) {
	office, err := os.ReadFile(officeFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(office))
	f.Add(zipped(f, "a.csv", table))
	f.Add(gzipped(f, table))
	f.Fuzz(func(t *testing.T, content string) { read(t, writeFile(t, content)) })
}

func read(t *testing.T, path string) {
	file, err := source.Open(path, source.Options{})
	if err != nil {
		return
	}
	rows, _, err := readAll(file)
	if err != nil && !strings.HasPrefix(err.Error(), path+": ") {
		t.Errorf("error without the file's name: %v", err)
	}
	for _, row := range rows {
		for _, cell := range row.Record {
			if !utf8.ValidString(cell) {
				t.Errorf("row %d: %q", row.Line, cell)
			}
		}
	}
}
