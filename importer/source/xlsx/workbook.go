// Package xlsx reads XLSX workbooks (ECMA-376) as rows of texts. The text of a cell is what a
// spreadsheet shows, by its number format: a date, a phone number padded with zeros, a
// computed value. It streams: of any workbook it holds one row and some of the shared texts in
// memory, each of bounded length. It knows nothing of headers.
//
// Start with Open, then Workbook.Rows.
package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"bcimport/mapping/phrase"
)

// Workbook is an open XLSX file, for one goroutine. No library reads it because the sheets
// must be streamed with the type and the format of every cell: they decide whether a number
// is a date, or a phone number padded with zeros.
type Workbook struct {
	options  Options
	parts    map[string]*zip.File
	sheets   []Sheet
	strings  string // name of the part with the shared texts, empty: none
	texts    *stringTable
	formats  []numberFormat
	date1904 bool
}

// Options are what a Workbook needs from its caller.
type Options struct {
	// Unpack opens a part and bounds what it may decompress to.
	Unpack func(*zip.File) (io.ReadCloser, error)
	// Uncomputed is the text of a cell whose formula has no value yet.
	Uncomputed string
}

// Sheet is one sheet of a workbook. It stays valid when the workbook is closed.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

// Errors of archives that are no usable workbook.
var (
	ErrNoWorkbook = phrase.Errorf("an Office document that is no workbook")
	ErrNoMainPart = phrase.Errorf("an Excel workbook without its main part: the file is damaged")
	ErrNoSheet    = phrase.Errorf("a workbook without a sheet")
)

// Open reads what all sheets share, the texts included. The caller closes the Workbook before
// the archive.
func Open(z *zip.Reader, o Options) (*Workbook, error) {
	w := &Workbook{options: o, parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	main := "xl/workbook.xml"
	for _, r := range w.relations("_rels/.rels") {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			main = target("", r.target)
		}
	}
	if strings.HasPrefix(main, "word/") || strings.HasPrefix(main, "ppt/") {
		return nil, ErrNoWorkbook
	}
	if w.parts[strings.ToLower(main)] == nil {
		return nil, ErrNoMainPart
	}
	if err := w.read(main); err != nil {
		return nil, err
	}
	if len(w.sheets) == 0 {
		return nil, ErrNoSheet
	}
	texts, err := w.readTexts()
	if err != nil {
		return nil, err
	}
	w.texts = texts
	return w, nil
}

// Close removes the temporary file of the texts, if there is one.
func (w *Workbook) Close() error { return w.texts.close() }

// Sheets returns the sheets in their order.
func (w *Workbook) Sheets() []Sheet { return w.sheets }

// Merges reads the merged cells of a sheet.
func (w *Workbook) Merges(s Sheet) (Merges, error) {
	part, err := w.part(s.part)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	return readMerges(part)
}

// readTexts reads the shared texts; a workbook without any has an empty table.
func (w *Workbook) readTexts() (*stringTable, error) {
	if w.strings == "" || w.parts[strings.ToLower(w.strings)] == nil {
		return &stringTable{}, nil
	}
	part, err := w.part(w.strings)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	return readStrings(part)
}

// part opens one part of the workbook.
func (w *Workbook) part(name string) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil, phrase.Errorf("its part %s is missing", name)
	}
	return w.options.Unpack(f)
}

// each calls visit for every start tag in a part.
func (w *Workbook) each(name string, visit func(e xml.StartElement, x *tokens) error) error {
	part, err := w.part(name)
	if err != nil {
		return err
	}
	defer part.Close()
	x := newTokens(part)
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return phrase.Errorf("%s: %w", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(e, x); err != nil {
				return err
			}
		}
	}
}

// read reads the sheets, the place of the shared texts, the number formats and the date
// system.
func (w *Workbook) read(main string) error {
	folder := path.Dir(main)
	byID := map[string]string{}
	styles := ""
	for _, r := range w.relations(path.Join(folder, "_rels", path.Base(main)+".rels")) {
		to := target(folder, r.target)
		byID[r.id] = to
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			w.strings = to
		case strings.HasSuffix(r.kind, "/styles"):
			styles = to
		}
	}
	err := w.each(main, func(e xml.StartElement, _ *tokens) error {
		switch e.Name.Local {
		case "workbookPr":
			w.date1904 = isTrue(attribute(e, "date1904"))
		case "sheet":
			s := Sheet{Name: attribute(e, "name"), part: byID[attribute(e, "id")], Hidden: attribute(e, "state") != "" && attribute(e, "state") != "visible"}
			if w.parts[strings.ToLower(s.part)] != nil && !strings.Contains(s.part, "chartsheets/") {
				w.sheets = append(w.sheets, s)
			}
		}
		return nil
	})
	if err != nil || styles == "" || w.parts[strings.ToLower(styles)] == nil {
		return err
	}
	return w.readFormats(styles)
}

// readFormats reads the number format of every style a cell may have.
func (w *Workbook) readFormats(part string) error {
	codes := map[int]string{}
	inCells := false
	return w.each(part, func(e xml.StartElement, _ *tokens) error {
		id, _ := strconv.Atoi(attribute(e, "numFmtId"))
		switch e.Name.Local {
		case "numFmt":
			codes[id] = attribute(e, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				w.formats = append(w.formats, formatOf(id, codes[id]))
			}
		}
		return nil
	})
}

func (w *Workbook) format(style string) numberFormat {
	i, err := strconv.Atoi(style)
	if err != nil || i < 0 || i >= len(w.formats) {
		return numberFormat{}
	}
	return w.formats[i]
}

type relation struct{ id, kind, target string }

// relations returns the parts that a part refers to, none if they can't be read.
func (w *Workbook) relations(part string) []relation {
	var found []relation
	err := w.each(part, func(e xml.StartElement, _ *tokens) error {
		if e.Name.Local == "Relationship" && attribute(e, "TargetMode") != "External" {
			found = append(found, relation{attribute(e, "Id"), attribute(e, "Type"), attribute(e, "Target")})
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return found
}

// target returns the part that a relation leads to: from the root, or from the folder of the
// part that has it.
func target(folder, to string) string {
	if strings.HasPrefix(to, "/") {
		return strings.TrimPrefix(path.Clean(to), "/")
	}
	return path.Join(folder, to)
}

func isTrue(value string) bool { return value == "1" || value == "true" || value == "on" }
