package source

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is an XLSX file as far as its sheets need it. The sheets are read here
// and not by a library because they must be streamed with the type and the format
// of every cell: whether a number is a date, or a phone number filled up with
// zeros, decides what is sent.
type workbook struct {
	parts    map[string]*zip.File
	sheets   []sheet
	strings  string // name of the part with the shared texts, empty: none
	formats  []numberFormat
	date1904 bool
}

// sheet is one sheet of a workbook.
type sheet struct {
	name   string
	part   string
	hidden bool
}

// openWorkbook reads what all sheets share but for the texts.
func openWorkbook(z *zip.Reader) (*workbook, *Error) {
	w := &workbook{parts: make(map[string]*zip.File, len(z.File))}
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
		return nil, &Error{Message: "an Office document that is no workbook", Hint: "save the table as .xlsx or CSV UTF-8"}
	}
	if w.parts[strings.ToLower(main)] == nil {
		return nil, &Error{Message: "an Excel workbook without its main part: the file is damaged", Hint: "open it and save it again as .xlsx"}
	}
	if err := w.read(main); err != nil {
		return nil, &Error{Message: fmt.Sprintf("the workbook can't be read: %v", err), Hint: "open it and save it again as .xlsx", cause: err}
	}
	if len(w.sheets) == 0 {
		return nil, &Error{Message: "a workbook without a sheet", Hint: "save the table as .xlsx or CSV UTF-8"}
	}
	return w, nil
}

// part opens one part of the workbook; it unpacks to a bounded length.
func (w *workbook) part(name string) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil, fmt.Errorf("its part %s is missing", name)
	}
	return inflate(f)
}

// each calls visit with every start of an element in a part.
func (w *workbook) each(name string, visit func(e xml.StartElement, x *tokens) error) error {
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
			return fmt.Errorf("%s: %w", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(e, x); err != nil {
				return err
			}
		}
	}
}

// read finds the sheets, the shared texts, the number formats and the date system.
func (w *workbook) read(main string) error {
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
			w.date1904 = truth(attribute(e, "date1904"))
		case "sheet":
			s := sheet{name: attribute(e, "name"), part: byID[attribute(e, "id")], hidden: attribute(e, "state") != "" && attribute(e, "state") != "visible"}
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
func (w *workbook) readFormats(part string) error {
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

func (w *workbook) format(style string) numberFormat {
	i, err := strconv.Atoi(style)
	if err != nil || i < 0 || i >= len(w.formats) {
		return numberFormat{}
	}
	return w.formats[i]
}

type relation struct{ id, kind, target string }

// relations reads what a part refers to; what can't be read refers to nothing.
func (w *workbook) relations(part string) []relation {
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

// target is the part that a relation leads to: from the root, or from the folder
// of the part that has it.
func target(folder, to string) string {
	if strings.HasPrefix(to, "/") {
		return strings.TrimPrefix(path.Clean(to), "/")
	}
	return path.Join(folder, to)
}

func truth(value string) bool { return value == "1" || value == "true" || value == "on" }
