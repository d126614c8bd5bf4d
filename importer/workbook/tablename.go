package workbook

import (
	"regexp"
	"strings"
	"unicode"
)

// cellName is what spreadsheets read as the name of a cell, in either of their ways.
var cellName = regexp.MustCompile(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*)$`)

// tableName makes a name for a table of a text: spreadsheets want letters, digits and _
// alone, a letter or _ first, and nothing that names a cell.
func tableName(text string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, text)
	if name == "" || unicode.IsDigit([]rune(name)[0]) || cellName.MatchString(name) {
		name = "_" + name
	}
	return name
}
