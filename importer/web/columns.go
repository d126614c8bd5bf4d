package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/columns"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping"
	"bcimport/mapping/draft"
	"bcimport/mapping/entity"
)

const (
	// sampledRows are the rows by which columns are judged, previewedRows those that are shown as
	// they will be sent.
	sampledRows, previewedRows = 1000, 10
)

// columnsBody is what the screen Map columns shows.
type columnsBody struct {
	columns.Screen
	Preview columns.Preview
	// State is which mapping the controls were made of.
	State string
	// Kept is the name of the mapping that was kept for files like this and is used.
	Kept string
	// Lost are comments that a change would take out, and Again are the controls of the change.
	Lost  []string
	Again []setting
	// AgainFrom are the values that controls of Again replace.
	AgainFrom []setting
	// Saved reports whether the mapping was kept just now.
	Saved bool
}

// setting is a control with what it is set to.
type setting struct{ Name, Value string }

// columnsScreen is a mapping that is worked on, with the file that it is for.
type columnsScreen struct {
	look  runs.Look
	draft *draft.Draft
	set   *entity.Entity
	kept  string
}

// showColumns shows what the columns of a file mean.
func (s *Server) showColumns(r *request) error {
	c, err := r.columns()
	if err != nil {
		return err
	}
	return r.showDraft(c, nil, nil)
}

// columns reads the file and its mapping, and makes a first one where there is none.
func (r *request) columns() (*columnsScreen, error) {
	look, err := r.sampled()
	if err != nil {
		return nil, err
	}
	c := &columnsScreen{look: look}
	text, err := r.server.Imports.Mapping(r.im)
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		if text, c.kept, err = r.firstMapping(); err != nil {
			return nil, err
		}
	}
	if c.draft, err = draft.Parse(string(text)); err != nil {
		return nil, importer.NewInvalid(err)
	}
	c.set, err = r.describedSet(c.draft.Entity())
	return c, err
}

// firstMapping is one that was kept for files like this, else one that is proposed.
func (r *request) firstMapping() (text []byte, kept string, err error) {
	text, kept = r.keptMapping()
	if text == nil {
		if text, err = r.proposed("", ""); err != nil {
			return nil, "", err
		}
	}
	return text, kept, r.server.Imports.SetMapping(r.im, text)
}

// proposed makes a mapping for the file; an empty set is the one that fits best.
func (r *request) proposed(set, key string) ([]byte, error) {
	d := r.dialect()
	d.Entity, d.Key, d.Describe = set, key, r.describedSet
	p, err := r.server.Manager.Propose(r.input(), d)
	return p.YAML, err
}

// showDraft shows a mapping; again is a change that would lose comments.
func (r *request) showDraft(c *columnsScreen, lost []string, again []setting) error {
	e := r.editor(c)
	preview, wrong := r.server.Manager.Preview(r.Context(), r.mapped(c.draft), c.set, previewedRows, runs.Face{})
	p := page{H1: r.T("Map columns")}
	var problems mapping.Problems
	if wrong != nil && !errors.As(wrong, &problems) && c.draft.Has("key") && len(c.draft.Fields()) > 0 {
		_, said := r.describe(wrong)
		p.Alerts = append(p.Alerts, said)
	}
	body := columnsBody{Screen: e.Screen(wrong), State: stateOf(c.draft), Kept: c.kept, Lost: lost, Again: again, AgainFrom: r.replaced(again), Saved: r.FormValue("kept") != ""}
	if wrong == nil {
		body.Preview = e.Preview(preview, func(m importer.Message) string {
			return messages.In(r.Lang()).Message(m, stepWords{r}, c.set.Nouns())
		})
	}
	p.Body = body
	return r.show("columns", p)
}

// replaced are the values that controls replace.
func (r *request) replaced(settings []setting) []setting {
	var all []setting
	for _, s := range settings {
		if field, at, ok := valueControl(s.Name); ok {
			name := "from." + field + "." + at
			all = append(all, setting{name, r.PostForm.Get(name)})
		}
	}
	return all
}

// editor makes the controls of a mapping.
func (r *request) editor(c *columnsScreen) *columns.Editor {
	table := columns.Table{Header: c.look.Header}
	for _, row := range c.look.Rows {
		table.Rows = append(table.Rows, row.Cells)
	}
	return columns.New(c.draft, c.set, r.sets(), table, r)
}

// mapped is what a run of the file with a mapping would be given.
func (r *request) mapped(d *draft.Draft) runs.Spec {
	return runs.Spec{Input: r.input(), Mapping: importer.Document{File: "mapping.yaml", Text: d.String()}, Target: r.im.Target}
}

// stateOf tells one mapping from another.
func stateOf(d *draft.Draft) string {
	sum := sha256.Sum256([]byte(d.String()))
	return hex.EncodeToString(sum[:8])
}

// changeColumns changes the mapping by what was set on the screen: by one control where a
// script tells which, else by all that differ from what the mapping says.
func (s *Server) changeColumns(r *request) error {
	if err := r.ParseForm(); err != nil {
		return importer.NewInvalid(err)
	}
	s.mapping.Lock() // of two changes neither takes the other back
	defer s.mapping.Unlock()
	c, err := r.columns()
	if err != nil {
		return err
	}
	settings, err := r.settings(c)
	if err != nil {
		return err
	}
	var lost []string
	for _, one := range settings {
		change, err := r.changed(c, one)
		if errors.Is(err, draft.ErrByHand) {
			return importer.NewInvalid(err).Hintf("change it in the mapping file, and open that here")
		}
		if err != nil {
			return err
		}
		lost = append(lost, change.Lost...)
		if c.draft = change.Draft; one.Name == "entity" {
			if c.set, err = r.describedSet(c.draft.Entity()); err != nil {
				return err
			}
		}
	}
	if len(lost) > 0 && r.PostForm.Get("lose") == "" {
		if c, err = r.columns(); err != nil {
			return err
		}
		return r.showDraft(c, lost, settings)
	}
	if err := s.Imports.SetMapping(r.im, []byte(c.draft.String())); err != nil {
		return err
	}
	return r.seeOther(r.path("columns"))
}

// changed makes one change. Another record set has other fields: its mapping is made anew.
func (r *request) changed(c *columnsScreen, one setting) (draft.Edit, error) {
	e := r.editor(c)
	if one.Name == "entity" && one.Value != "" && one.Value != c.draft.Entity() {
		key, _ := c.draft.Text("key", "column")
		if !slices.ContainsFunc(c.look.Header, func(h string) bool { return mapping.CleanHeader(h) == key }) {
			key = ""
		}
		text, err := r.proposed(one.Value, key)
		if err != nil {
			return draft.Edit{}, err
		}
		d, err := draft.Parse(string(text))
		return draft.Edit{Draft: d, Lost: c.draft.Comments()}, err
	}
	if field, at, isValue := valueControl(one.Name); isValue {
		return e.ChangeValue(field, r.PostForm.Get("from."+field+"."+at), one.Value)
	}
	return e.Change(one.Name, one.Value)
}

// valueControl takes the name of a control apart that replaces a value.
func valueControl(name string) (field, at string, ok bool) {
	rest, ok := strings.CutPrefix(name, "values.")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ".")
}

// settings lists what was changed on the screen.
func (r *request) settings(c *columnsScreen) ([]setting, error) {
	if name := r.Header.Get("HX-Trigger-Name"); name != "" {
		return []setting{{name, r.PostForm.Get(name)}}, nil
	}
	if names := r.PostForm["set"]; len(names) > 0 {
		var all []setting
		for _, name := range names {
			all = append(all, setting{name, r.PostForm.Get(name)})
		}
		return all, nil
	}
	if r.PostForm.Get("state") != stateOf(c.draft) {
		return nil, importer.Invalidf("the mapping was changed in another window").Hintf("go back to it, and set what is missing once more")
	}
	return differing(r.editor(c).Screen(nil), r.PostForm), nil
}

// differing lists the controls of a screen that a form sets otherwise.
func differing(s columns.Screen, form url.Values) []setting {
	var all []setting
	see := func(controls ...columns.Control) {
		for _, c := range controls {
			value := form.Get(c.Name)
			if !c.Disabled && (form.Has(c.Name) || c.Kind == columns.Check) && value != c.Value {
				all = append(all, setting{c.Name, value})
			}
		}
	}
	see(s.Set, s.Key, s.Match)
	for _, c := range s.Columns {
		see(c.Field)
	}
	see(s.Written...)
	see(s.General...)
	for _, c := range s.Columns {
		for _, o := range c.Options {
			see(o.Controls...)
			for i, v := range o.Values {
				name := o.Control(i)
				if form.Has(name) && form.Get(name) != v.To {
					all = append(all, setting{name, form.Get(name)})
				}
			}
		}
	}
	return all
}

// downloadMapping gives the mapping as the file that every other way into the program takes.
func (s *Server) downloadMapping(r *request) error {
	text, err := s.Imports.Mapping(r.im)
	if err != nil {
		return err
	}
	if len(text) == 0 {
		return r.seeOther(r.path("columns"))
	}
	r.w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	r.w.Header().Set("Content-Disposition", `attachment; filename="mapping.yaml"`)
	r.w.Header().Set("Cache-Control", "no-store")
	r.w.WriteHeader(http.StatusOK)
	_, err = r.w.Write(text)
	return err
}
