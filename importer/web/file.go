package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
	"bcimport/mapping/encodings"
)

const (
	// mostBytes bounds an uploaded file: a million rows of many columns are less.
	mostBytes = 2_000_000_000
	// uploadTime is how long an upload may take.
	uploadTime = time.Hour
	// shownRows are the first rows of a file, by which a person sees whether it was read right,
	// and countedRows how many are counted before a check.
	shownRows, countedRows = 15, 50_000
)

// showNew asks for a file.
func (s *Server) showNew(r *request) error {
	return r.show("new", page{H1: r.T("Choose a file"), Steps: newSteps(r)})
}

func newSteps(r *request) []step {
	all := r.steps("file")
	for i := range all {
		all[i].Open, all[i].Here = false, i == 0
	}
	return all
}

// createImport takes up a file, which is streamed to the disk.
func (s *Server) createImport(r *request) error {
	http.NewResponseController(r.w).SetReadDeadline(s.Now().Add(uploadTime))
	chosen, err := r.chosenFile("choose a CSV file or a workbook (.xlsx)")
	if err != nil {
		return err
	}
	im, err := s.takeUp(r, chosen.FileName(), chosen)
	if err != nil {
		status, said := r.describe(err)
		return r.showWith(status, "new", page{H1: r.T("Choose a file"), Steps: newSteps(r), Alerts: []alert{said}})
	}
	if s.Target != "" {
		if im, err = s.Imports.Change(im.ID, func(im *imports.Import) { im.Target = s.Target }); err != nil {
			return err
		}
	}
	r.im = im
	return r.seeOther(r.path("file"))
}

// takeUp begins an import of a file. It keeps none that cannot be read, whatever is said of it.
func (s *Server) takeUp(r *request, name string, file io.Reader) (imports.Import, error) {
	im, err := s.Imports.Create(r.Context(), name, file, mostBytes, s.Now())
	if err != nil {
		return im, err
	}
	var kind interface{ Unreadable() bool }
	if _, err = s.Manager.Look(r.Context(), runs.Input{Path: s.Imports.Path(im), Name: im.File}, runs.Dialect{}, 1, 1); errors.As(err, &kind) && kind.Unreadable() {
		return im, errors.Join(err, s.Imports.Drop(im))
	}
	return im, nil
}

// chosenFile is the file that a form sends, to be read once. Without one the error says what
// to choose.
func (r *request) chosenFile(choose string) (*multipart.Part, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, importer.NewInvalid(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, importer.Invalidf("no file was chosen").Hintf("%s", choose)
		}
		if err != nil {
			return nil, importer.NewInvalid(err)
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return part, nil
		}
	}
}

// fileBody is how a file was read.
type fileBody struct {
	runs.Look
	Import imports.Import
	// Why is how the encoding was told.
	Why string
	// Columns are called by their names, and those without one by their places.
	Columns []string
	// Encodings and Delimiters are those to choose from.
	Encodings  []string
	Delimiters []delimiter
}

type delimiter struct{ Char, Name string }

// showFile shows how a file was read.
func (s *Server) showFile(r *request) error {
	p := page{H1: r.T("Choose a file")}
	body := fileBody{Import: r.im, Encodings: encodings.Names(), Delimiters: []delimiter{
		{";", r.T("semicolon (;)")}, {",", r.T("comma (,)")}, {"\t", r.T("tab")}, {"|", r.T("bar (|)")},
	}}
	status := http.StatusOK
	look, err := s.Manager.Look(r.Context(), r.input(), r.dialect(), shownRows, countedRows)
	if err != nil {
		var said alert
		status, said = r.describe(err)
		p.Alerts = append(p.Alerts, said)
	}
	body.Look, body.Why = look, r.language().core.Phrase(look.Why, nil)
	widest := len(look.Header)
	for _, row := range look.Rows {
		widest = max(widest, len(row.Cells))
	}
	body.Columns = slices.Concat(look.Header, make([]string, widest-len(look.Header)))
	for i, name := range body.Columns {
		if strings.TrimSpace(name) == "" {
			body.Columns[i] = r.T("column %d", i+1)
		}
	}
	p.Body = body
	return r.showWith(status, "file", p)
}

// changeFile changes how the file is read. Its mapping says so from then on.
func (s *Server) changeFile(r *request) error {
	line, err := headerLine(r.PostFormValue("header_line"))
	if err != nil {
		return err
	}
	im, err := s.Imports.Change(r.im.ID, func(im *imports.Import) {
		im.Sheet, im.Encoding, im.Delimiter = r.PostFormValue("sheet"), r.PostFormValue("encoding"), r.PostFormValue("delimiter")
		im.HeaderLine = line
	})
	if err != nil {
		return err
	}
	r.im = im
	if err := r.reread(); err != nil {
		return err
	}
	return r.seeOther(r.path("file"))
}

func headerLine(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	line, err := strconv.Atoi(text)
	if err != nil || line < 1 {
		return 0, importer.NewInvalid(importer.Errorf("%q is no line", text)).Hintf("set the number of the line that holds the column names")
	}
	return line, nil
}

// input is the file of the import, as runs read it.
func (r *request) input() runs.Input {
	return runs.Input{Path: r.server.Imports.Path(r.im), Name: r.im.File}
}

// dialect is how the file is to be read, as far as a person has said.
func (r *request) dialect() runs.Dialect {
	return runs.Dialect{Sheet: r.im.Sheet, Encoding: r.im.Encoding, Delimiter: r.im.Delimiter, HeaderLine: r.im.HeaderLine}
}
