package profile

import (
	"fmt"
	"strings"

	"bcimport/mapping/entity"
)

// field is a property of a set as its file describes it.
type field struct {
	Name        string
	Source      string
	Type        word
	Purpose     word
	Length      int
	Members     []member
	Refers      string // a set and its field: itemCategories.code
	ReadOnly    string `yaml:"read_only"`
	NotBlank    string `yaml:"not_blank"`
	NotNegative bool   `yaml:"not_negative"`
	Effect      word
	Warning     string
	NotFiltered bool `yaml:"not_filtered"`
	Stored      word
	Captions    captions
}

type member struct {
	Name     string
	Captions captions
}

// word is one of a list of words; the zero value is none.
type word string

// captions are names by language: "en: No., Item No." on a line of its own for each.
type captions string

func (f *field) field() entity.Field {
	set, by, _ := strings.Cut(f.Refers, ".")
	g := entity.Field{
		Name: f.Name, Type: typeOf(f.Type), Purpose: purposeOf(f.Purpose), Length: f.Length, Set: set, By: by,
		ReadOnly: f.ReadOnly, NotBlank: f.NotBlank, NotNegative: f.NotNegative,
		Effect: effectOf(f.Effect), Warning: f.Warning, NotFiltered: f.NotFiltered,
		Stored: storedOf(f.Stored), Captions: f.Captions.list(),
	}
	for _, m := range f.Members {
		g.Members = append(g.Members, entity.Member{Name: m.Name, Encoded: encode(m.Name), Captions: m.Captions.list()})
	}
	return g
}

// list returns the first name of every language, then the second ones, each once.
func (c captions) list() []string {
	var languages [][]string
	for line := range strings.Lines(string(c)) {
		_, names, _ := strings.Cut(strings.TrimSpace(line), ": ")
		languages = append(languages, strings.Split(names, ", "))
	}
	var all []string
	seen := map[string]bool{"": true}
	for i, found := 0, true; found; i++ {
		found = false
		for _, names := range languages {
			if i >= len(names) {
				continue
			}
			found = true
			if !seen[names[i]] {
				seen[names[i]] = true
				all = append(all, names[i])
			}
		}
	}
	return all
}

// encode writes the name of a member as $metadata does: a blank, and all that is neither
// letter nor digit, as _x0020_.
func encode(name string) string {
	if name == "" {
		name = " "
	}
	var out strings.Builder
	for _, r := range name {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			out.WriteRune(r)
			continue
		}
		fmt.Fprintf(&out, "_x%04X_", r)
	}
	return out.String()
}

// in is the first name in a language.
func (c captions) in(language string) string {
	for line := range strings.Lines(string(c)) {
		if names, found := strings.CutPrefix(strings.TrimSpace(line), language+": "); found {
			first, _, _ := strings.Cut(names, ", ")
			return first
		}
	}
	return ""
}
