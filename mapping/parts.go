package mapping

import (
	"regexp"
	"strings"

	"bcimport/mapping/texts"
)

// Split takes one part of a text. The zero value takes all of it.
type Split struct {
	At   string // what separates the parts
	Part int    // from 1; below 0 counted from the end, -1 is the last
}

// of is the part, without outer blanks; empty where there is none.
func (s Split) of(text string) string {
	if s.At == "" {
		return text
	}
	var parts []string
	if s.At == " " {
		parts = strings.FieldsFunc(text, texts.IsBlankRune)
	} else {
		parts = strings.Split(text, s.At)
	}
	i := s.Part - 1
	if s.Part < 0 {
		i = len(parts) + s.Part
	}
	if i < 0 || i >= len(parts) {
		return ""
	}
	return TrimBlank(parts[i])
}

// Replace replaces what a regular expression (RE2) matches; $1 in With is its first
// group.
type Replace struct {
	Pattern *regexp.Regexp
	With    string
}
