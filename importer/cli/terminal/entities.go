package terminal

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/mapping/entity"
	"bcimport/reports/lines"
)

// ListSets prints record sets, for people or as JSON.
func ListSets(out io.Writer, of runs.Sets, asJSON bool) error {
	if asJSON {
		return listSetsJSON(out, of)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SET\tRECORDS\tFIELDS\tEFFECTS OF A WRITE")
	for _, s := range of.Sets {
		effects := "known"
		if !s.Builtin {
			effects = "not known"
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", lines.Line(s.Name), lines.Line(s.Many), s.Settable, effects)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(of.Routes) > 0 {
		fmt.Fprintln(out, "\nthe environment also has custom APIs; to list the sets of one:")
	}
	for _, route := range of.Routes {
		fmt.Fprintf(out, "  bcimport entities %s/\n", lines.Line(route))
	}
	switch {
	case of.Builtin && of.Asked:
		fmt.Fprintln(out, "\nthe environment does not list its sets; these are the built-in ones")
	case of.Builtin:
		fmt.Fprintln(out, "\nthese are the built-in sets; pass -t NAME or --sandbox to list those of an environment")
	}
	return nil
}

func listSetsJSON(out io.Writer, of runs.Sets) error {
	type listed struct {
		Set      string `json:"set,omitempty"`
		Many     string `json:"many,omitempty"`
		Settable *int   `json:"settable_fields,omitempty"`
		Builtin  *bool  `json:"builtin,omitempty"`
		API      string `json:"custom_api,omitempty"`
	}
	encoder := json.NewEncoder(out)
	for _, s := range of.Sets {
		if err := encoder.Encode(listed{Set: s.Name, Many: s.Many, Settable: &s.Settable, Builtin: &s.Builtin}); err != nil {
			return importer.Brokenf("print record sets: %w", err)
		}
	}
	for _, route := range of.Routes {
		if err := encoder.Encode(listed{API: route}); err != nil {
			return importer.Brokenf("print record sets: %w", err)
		}
	}
	return nil
}

// ShowEntity prints a record set with its fields, for people or as JSON.
func ShowEntity(out io.Writer, of *entity.Entity, asJSON bool) error {
	if asJSON {
		return showEntityJSON(out, of)
	}
	fmt.Fprintf(out, "%s: %s, found by %s; %s of %d can be set\n\n", lines.Line(of.Set), lines.Line(of.Many), keysOf(of), lines.Count(len(of.Settable()), "field"), len(of.Fields))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FIELD\tTYPE\tLENGTH\tCAPTION\tNOTES")
	for _, f := range of.Fields {
		length, caption := "", ""
		if f.Length > 0 {
			length = strconv.Itoa(f.Length)
		}
		if len(f.Captions) > 0 {
			caption = f.Captions[0]
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", lines.Line(f.Name), typeWord(f.Type), length, lines.Line(caption), lines.Line(strings.Join(fieldNotes(f), "; ")))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return showRules(out, of)
}

// keysOf names what finds a record, and which of it the service may not find.
func keysOf(of *entity.Entity) string {
	keys := []string{lines.Line(of.Key)}
	for _, name := range of.Keys {
		key := lines.Line(name)
		if of.Find(name).NotFiltered {
			key += " (not known to be taken in a filter)"
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, ", ")
}

func typeWord(t entity.Type) string {
	word, err := t.MarshalText()
	if err != nil {
		return "?"
	}
	return strings.ReplaceAll(string(word), "_", " ")
}

// fieldNotes are what a mapping has to know of a field besides its type.
func fieldNotes(f entity.Field) []string {
	var notes []string
	note := func(applies bool, words string) {
		if applies {
			notes = append(notes, strings.TrimSuffix(words, "."))
		}
	}
	note(f.ReadOnly != "", f.ReadOnly)
	note(f.Set != "", "refers to "+strings.TrimSuffix(f.Set+"."+f.By, "."))
	note(len(f.Members) > 0, "one of "+memberNames(f.Members))
	note(f.Effect == entity.Renames, "renames the record: needs rename: true")
	note(f.Effect == entity.Posts, "posts an entry: needs post: true")
	note(f.NotBlank != "", f.NotBlank)
	note(f.NotNegative, "not below zero")
	note(f.NotFiltered, "not known to be taken in a filter")
	note(f.Stored == entity.Capitals, "stored in capitals")
	note(f.Stored == entity.WithoutEnds, "stored without outer blanks")
	note(f.Warning != "", f.Warning)
	return notes
}

func memberNames(members []entity.Member) string {
	names := make([]string, len(members))
	for i, m := range members {
		if names[i] = m.Name; m.Name == "" {
			names[i] = "(empty)"
		}
	}
	return strings.Join(names, ", ")
}

// showRules prints what concerns several fields, or none.
func showRules(out io.Writer, of *entity.Entity) error {
	var rules []string
	if len(of.Order) > 0 {
		rules = append(rules, "written in this order: "+strings.Join(of.Order, ", "))
	}
	if len(of.Settled) > 0 {
		rules = append(rules, "written once more where the service has replaced it: "+strings.Join(of.Settled, ", "))
	}
	for _, same := range of.Alternatives {
		rules = append(rules, "set one of these alone: "+strings.Join(same, ", "))
	}
	for _, r := range of.Refused {
		rules = append(rules, r.Name+" "+r.Reason)
	}
	if of.Copied != "" {
		rules = append(rules, of.Copied)
	}
	if !of.Builtin {
		rules = append(rules, "bcimport does not know what a write to this set does besides; try it on a few records first")
	}
	if len(rules) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	for _, rule := range rules {
		if _, err := fmt.Fprintln(out, lines.Line(rule)); err != nil {
			return err
		}
	}
	return nil
}

// shownField is a field for scripts: its type and effect are always there.
type shownField struct {
	Set   string        `json:"set"`
	Field string        `json:"field"`
	Type  entity.Type   `json:"type"`
	Does  entity.Effect `json:"effect"`
	Of    entity.Field  `json:"details"`
}

// showEntityJSON prints the set without its fields, then each field.
func showEntityJSON(out io.Writer, of *entity.Entity) error {
	encoder := json.NewEncoder(out)
	alone := *of
	alone.Fields = nil
	if err := encoder.Encode(alone); err != nil {
		return importer.Brokenf("print the record set: %w", err)
	}
	for _, f := range of.Fields {
		shown := shownField{of.Set, f.Name, f.Type, f.Effect, f}
		shown.Of.Name, shown.Of.Type, shown.Of.Effect = "", entity.Text, entity.NoEffect // they stand before
		if err := encoder.Encode(shown); err != nil {
			return importer.Brokenf("print the fields: %w", err)
		}
	}
	return nil
}
