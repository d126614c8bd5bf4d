package web

import (
	"io"
	"os"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/imports"
	"bcimport/mapping"
	"bcimport/mapping/draft"
)

// mostMapping bounds a mapping file that is opened.
const mostMapping = 256 << 10

// keptMapping finds a mapping that was kept for files like this: the newest all of whose
// columns the file has.
func (r *request) keptMapping() (text []byte, name string) {
	for _, kept := range r.server.Imports.KeptMappings() {
		_, document, err := runs.ReadMapping(kept.Path, os.ReadFile)
		if err != nil || !runs.IsKnown(document) {
			continue
		}
		if r.server.Manager.CheckHeader(r.Context(), runs.Spec{Input: r.input(), Mapping: document}, runs.Face{}) == nil {
			return []byte(document.Text), kept.Name
		}
	}
	return nil, ""
}

// keepMapping keeps the mapping for files like this one.
func (s *Server) keepMapping(r *request) error {
	text, err := s.Imports.Mapping(r.im)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(r.PostFormValue("name"))
	if name == "" {
		return importer.Invalidf("the mapping has no name").Hintf("give it one, by which you find it again")
	}
	if _, err := s.Imports.KeepMapping(name, text); err != nil {
		return err
	}
	return r.seeOther(r.path("columns") + "?kept=yes")
}

// openMapping takes a mapping file as it is, its comments included.
func (s *Server) openMapping(r *request) error {
	chosen, err := r.chosenFile("choose a mapping file (.yaml)")
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(chosen, mostMapping))
	if err != nil {
		return importer.NewInvalid(err)
	}
	return r.takeMapping(string(text))
}

// takeMapping makes a text the mapping of the import. How it says that the file is to be read
// holds from then on.
func (r *request) takeMapping(text string) error {
	d, err := draft.Parse(text)
	if err != nil {
		return importer.NewInvalid(err)
	}
	if _, err := r.describedSet(d.Entity()); err != nil {
		return err
	}
	r.im, err = r.server.Imports.Change(r.im.ID, func(im *imports.Import) { readAs(im, d) })
	if err != nil {
		return err
	}
	if err := r.server.Imports.SetMapping(r.im, []byte(text)); err != nil {
		return err
	}
	return r.seeOther(r.path("columns"))
}

// readAs takes over how a mapping says that its file is to be read.
func readAs(im *imports.Import, d *draft.Draft) {
	if d.Has("input", "sheet") {
		im.Sheet, _ = d.Text("input", "sheet")
	}
	if d.Has("input", "encoding") {
		im.Encoding, _ = d.Text("input", "encoding")
	}
	if mark, has := d.Text("input", "delimiter"); has {
		if im.Delimiter = mark; mark == "tab" || mark == `\t` {
			im.Delimiter = "\t"
		}
	}
}

// proposeMapping makes the mapping anew.
func (s *Server) proposeMapping(r *request) error {
	text, err := r.proposed("", "")
	if err != nil {
		return err
	}
	if err := s.Imports.SetMapping(r.im, text); err != nil {
		return err
	}
	return r.seeOther(r.path("columns"))
}

// reread has the mapping of an import say how its file is read now. One whose columns the
// file does not have any more is made anew, unless people have written comments into it.
func (r *request) reread() error {
	text, err := r.server.Imports.Mapping(r.im)
	if err != nil || len(text) == 0 {
		return err
	}
	d, err := draft.Parse(string(text))
	if err != nil {
		return nil // the screen of the columns says what is wrong
	}
	change := draft.Edit{Draft: d}
	for _, part := range []setting{{"sheet", r.im.Sheet}, {"encoding", r.im.Encoding}, {"delimiter", strings.ReplaceAll(r.im.Delimiter, "\t", "tab")}} {
		if part.Value == "" {
			change, err = change.Remove("input", part.Name)
		} else {
			change, err = change.Set(draft.Text(part.Value), "input", part.Name)
		}
		if err != nil {
			return importer.NewInvalid(err)
		}
	}
	if r.im.HeaderLine > 0 {
		change, err = change.Set(draft.Number(r.im.HeaderLine), "input", "header_line")
	} else {
		change, err = change.Remove("input", "header_line")
	}
	if err != nil {
		return importer.NewInvalid(err)
	}
	if text = []byte(change.String()); !r.has(change.Draft) && len(d.Comments()) == 0 {
		text = nil
	}
	return r.server.Imports.SetMapping(r.im, text)
}

// has reports whether the file has all columns that a mapping names.
func (r *request) has(d *draft.Draft) bool {
	look, err := r.sampled()
	if err != nil {
		return true // nothing is known of that
	}
	there := func(column string) bool {
		return slices.ContainsFunc(look.Header, func(h string) bool { return strings.EqualFold(mapping.CleanHeader(h), strings.TrimSpace(column)) })
	}
	key, ok := d.Text("key", "column")
	if ok && !there(key) {
		return false
	}
	for _, field := range d.Fields() {
		for _, column := range d.Columns(field) {
			if !there(column) {
				return false
			}
		}
	}
	return true
}
