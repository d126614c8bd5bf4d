package proposal

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"bcimport/mapping"
	"bcimport/mapping/texts"
)

// column is what is seen of a column: how many of its cells have which shape.
type column struct {
	header   string
	at       int
	nameable bool // a mapping can name it: its header is there once
	meanings []meaning
	rows     int // looked at
	filled   int
	cells    []string // that are not blank, trimmed
	numeric  []bool   // of them, whether they are numbers in their workbook
	mails    int
	phones   int
	guids    int
	numbers  int // letters, then digits, as contact numbers
	contacts int // of them, those that begin as Business Central's series of contacts
	codes    int // any word with a digit, of four characters or more
	short    int // numbers of up to four digits
	eTags    int
	twoWords int // several words: full names, titles, companies
	jobs     int // texts that are longer than academic titles
	academic int // Dr., Prof., and forms of address
	damaged  int // numbers in scientific form
	book     phoneBook
	distinct map[string]bool
}

var (
	mailShape     = regexp.MustCompile(`^[^@\s;]+@[^@\s;]+\.[^@\s;]{2,}$`)
	guidShape     = regexp.MustCompile(`(?i)^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$`)
	numberShape   = regexp.MustCompile(`^[A-Za-z]{1,7}-?[0-9]{3,10}$`)
	contactShape  = regexp.MustCompile(`(?i)^(CT|CON|CONT|CONTACT|KT|KON|KONT|KONTAKT)-?[0-9]{3,10}$`)
	codeShape     = regexp.MustCompile(`^[^\s@]*[0-9][^\s@]*$`)
	dateShape     = regexp.MustCompile(`^([0-3]?[0-9][./-][0-3]?[0-9][./-](19|20)?[0-9]{2}|(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])$`)
	shortShape    = regexp.MustCompile(`^[0-9]{1,4}$`)
	damageShape   = regexp.MustCompile(`^[0-9]([.,][0-9]+)?E\+[0-9]+$`)
	academicShape = regexp.MustCompile(`(?i)^(dr|prof|dipl|mag|ing|ir|drs|mr|mrs|ms|miss|herr|hr|frau|fr|m|mme|mlle|sr|sra|srta|d|dott|dott\.ssa|sig|sig\.ra|ph\.?d|mba|bsc|msc)\b`)
)

// look counts a cell, without what keeps a spreadsheet from taking it for a number.
func (c *column) look(cell string, numeric bool) {
	cell, _ = texts.Unquoted(cell)
	cell, _ = texts.Unwrapped(cell)
	cell = mapping.TrimBlank(cell)
	if cell == "" {
		return
	}
	c.filled++
	c.cells, c.numeric = append(c.cells, cell), append(c.numeric, numeric)
	if len(c.distinct) < sampled {
		c.distinct[strings.ToLower(cell)] = true
	}
	if len(cell) >= 4 && codeShape.MatchString(cell) {
		c.codes++
	}
	switch {
	case mailShape.MatchString(cell):
		c.mails++
	case guidShape.MatchString(cell):
		c.guids++
	case numberShape.MatchString(cell):
		c.numbers++
		if contactShape.MatchString(cell) {
			c.contacts++
		}
	case strings.HasPrefix(cell, `W/"`):
		c.eTags++
	case damageShape.MatchString(cell):
		c.damaged++
	case isPhone(cell):
		c.phones++
		c.book.add(cell)
	case shortShape.MatchString(cell):
		c.short++
	default:
		c.lookAtWords(cell)
	}
}

func (c *column) lookAtWords(cell string) {
	if len(strings.Fields(cell)) > 1 {
		c.twoWords++
	}
	switch {
	case academicShape.MatchString(cell):
		c.academic++
	case utf8.RuneCountInString(cell) >= 8:
		c.jobs++
	}
}

// means is what the column's name says of a field; nil for nothing.
func (c *column) means(field string) *meaning {
	for i := range c.meanings {
		if c.meanings[i].field == field {
			return &c.meanings[i]
		}
	}
	return nil
}

// isPhone reports whether a text is five digits or more and the signs between them, and no
// date.
func isPhone(cell string) bool {
	if dateShape.MatchString(cell) {
		return false
	}
	digits := 0
	for _, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune(" +-/().'\u00a0", r):
		default:
			return false
		}
	}
	return digits >= 5
}

// most reports whether nine of ten filled cells have a shape.
func (c *column) most(n int) bool { return c.filled > 0 && n*10 >= c.filled*9 }

// unique reports whether hardly a value comes twice.
func (c *column) unique() bool { return len(c.distinct)*20 >= min(c.filled, sampled)*19 }

// wordy reports whether hardly a cell has a digit or an @: names and titles.
func (c *column) wordy() bool {
	return c.filled > 0 && (c.mails+c.phones+c.guids+c.numbers+c.eTags+c.damaged+c.short)*10 < c.filled
}
