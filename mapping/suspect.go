package mapping

import (
	"slices"
	"strings"
)

// Codes of texts that programs, or people in a hurry, have damaged.
const (
	CodeEncoding    = "damaged_encoding"
	CodeSpreadsheet = "spreadsheet_damage"
	CodePlaceholder = "placeholder"
)

// Damage is what is wrong with a text and what to do.
type Damage struct {
	Code   string
	What   Message // goes on a sentence that begins with the text: "is a date, …"
	Remedy Message // in the imperative, without a full stop
	like   resemblance
}

// resemblance is what a text looks like; a record that holds the like is no argument for
// damage.
type resemblance int

const (
	likeNothing resemblance = iota
	likeMisread
	likeStandIn
	likePlaceholder
	likeDate
	likeTruth
	likeNumber
	likeFormula
	likeLines
	likeSum
)

// Suspect is a text of an edit that is damaged unless the record already holds one of
// the same kind.
type Suspect struct {
	CellError // what is said where no record is known
	Damage    Damage
	// Sure reports whether it is damaged whatever most records hold: a check without
	// records says so.
	Sure bool
}

// suspect looks whether a text that a row sets is damaged; nil where it is not. cell is
// what it was made of.
func (f *boundField) suspect(cell, text string) *Suspect {
	if f.AcceptDamaged || text == "" {
		return nil
	}
	d, sure := inspect(&f.Field, f.kind, text)
	if d.Code == "" && cell != text && f.hidesMisreading() {
		if repaired, page := repairMisread(cell); page != "" {
			d, sure, text = misread(repaired, page), true, TrimBlank(cell)
		}
	}
	if d.Code == "" || f.writes(text) {
		return nil
	}
	return &Suspect{
		CellError: CellError{
			Column: f.header, Index: f.index, Field: f.Name, Code: d.Code,
			Message: NewMessage("damaged", shortened(text), f.where(), d.What, d.Remedy, f.Name),
		},
		Damage: d, Sure: sure,
	}
}

// hidesMisreading reports whether the steps may leave something of a misread text that
// can no longer be recognized: other letters, or none of the signs that nobody sees.
func (f *boundField) hidesMisreading() bool {
	return f.Values == nil && !slices.Contains(f.Transform, TransformRepair)
}

func misread(repaired, page string) Damage {
	return Damage{CodeEncoding, NewMessage("is_misread", shortened(repaired), page),
		NewMessage("export_or_repair"), likeMisread}
}

// AgainstRecord judges a text by what the record holds now: letters that became signs or
// letters of another code page, a phone number that lost its beginning. Both are not empty
// and differ.
func AgainstRecord(field, text, held string) (Damage, bool) {
	known, _ := lookUpField(field)
	switch {
	case known.kind == kindPhone:
		what := lostBeginning(text, held)
		return Damage{CodeSpreadsheet, what, NewMessage("format_number"), likeNothing}, !what.IsZero()
	case known.kind == kindText:
		if write, read, crossed := crossedPages(compose(text), compose(held)); crossed {
			return Damage{CodeEncoding, NewMessage("is_crossed", write, read),
				NewMessage("export_utf8"), likeNothing}, true
		}
	}
	if standsFor(compose(text), compose(held)) {
		return Damage{CodeEncoding, NewMessage("lost_letters"),
			NewMessage("correct_or_export"), likeNothing}, true
	}
	return Damage{}, false
}

// isName reports whether a field holds a person's name.
func isName(field string) bool { return field == "firstName" || field == "lastName" }

// writes reports whether the mapping itself puts a text in the place of others: its author
// meant it.
func (f *boundField) writes(text string) bool {
	for _, to := range f.Values {
		if to == text {
			return true
		}
	}
	return false
}

// inspect judges a text by itself.
func inspect(f *Field, k kind, text string) (d Damage, sure bool) {
	text = TrimBlank(text)
	m := makeupOf(text)
	if k == kindEmail && m.address() {
		return Damage{}, false
	}
	switch {
	case isPlaceholder(f, k, text):
		return Damage{CodePlaceholder, NewMessage("is_placeholder"), NewMessage("empty_or_write"), likePlaceholder}, true
	case m.words():
		return inspectWords(text)
	case m.sound():
		return inspectSound(k, m, text)
	case isFormula(text):
		return Damage{CodeSpreadsheet, NewMessage("is_formula"), NewMessage("compute"), likeFormula}, true
	case containsBreak(text):
		return Damage{CodeSpreadsheet, NewMessage("has_line_break"), NewMessage("one_line"), likeLines}, true
	}
	if repaired, page := repairMisread(text); page != "" {
		return misread(repaired, page), true
	}
	if script := misreadScript(text); script != "" {
		return Damage{CodeEncoding, NewMessage("is_misread_script", shortened(script)),
			NewMessage("export_utf8"), likeMisread}, true
	}
	if isEscaped(text) {
		return Damage{CodeEncoding, NewMessage("is_escaped"), NewMessage("write_letter"), likeStandIn}, true
	}
	if hasStandIn(text, k == kindEmail) {
		return Damage{CodeEncoding, NewMessage("has_stand_in"),
			NewMessage("correct_or_export"), likeStandIn}, true
	}
	return inspectSound(k, m, text)
}

// inspectSound judges a text whose letters are as they were.
func inspectSound(k kind, m makeup, text string) (d Damage, sure bool) {
	if k == kindEmail {
		return Damage{}, false
	}
	switch {
	case m.digits > 0 && isDate(text):
		return Damage{CodeSpreadsheet, NewMessage("is_date"), NewMessage("format_value"), likeDate}, true
	case k == kindPhone && isSum(text):
		return Damage{CodeSpreadsheet, NewMessage("is_sum"), NewMessage("format_number"), likeSum}, true
	case k == kindPhone:
		return Damage{}, false
	case isNumber(text):
		return Damage{CodeSpreadsheet, NewMessage("is_number"), NewMessage("format_value"), likeNumber}, true
	}
	return inspectWords(text)
}

// inspectWords judges a text that is made of plain words.
func inspectWords(text string) (d Damage, sure bool) {
	if is, sure := isTruth(text); is {
		return Damage{CodeSpreadsheet, NewMessage("is_truth"), NewMessage("format_value"), likeTruth}, sure
	}
	return Damage{}, false
}

func containsBreak(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '\n' && c <= '\r':
			return true
		case c == 0xc2 || c == 0xe2: // that U+0085, U+2028 and U+2029 begin with
			return strings.ContainsAny(text[i:], "\n\r\v\f\u0085\u2028\u2029")
		}
	}
	return false
}

// Excused reports whether a record that holds a value bears a suspected text out: it
// holds one of the same kind, or the same word.
func (s Suspect) Excused(wanted, held string) bool {
	if s.Damage.like == likeTruth && !s.Sure && isName(s.Field) && held == strings.ToUpper(held) {
		return true // TOSI is a name where names are in capitals
	}
	if held == "" {
		return false
	}
	k := kindText
	if known, found := lookUpField(s.Field); found {
		k = known.kind
	}
	switch s.Damage.like {
	case likePlaceholder:
		return isPlaceholder(&Field{Name: s.Field}, k, TrimBlank(held)) || strings.EqualFold(wanted, held)
	case likeMisread:
		_, page := repairMisread(held)
		return page != "" || misreadScript(held) != ""
	case likeStandIn:
		return hasStandIn(held, k == kindEmail) || isEscaped(held)
	case likeDate:
		return isDate(held)
	case likeNumber:
		return isNumber(held)
	case likeFormula:
		return isFormula(held)
	case likeSum:
		return isSum(held)
	case likeLines:
		return containsBreak(held)
	case likeTruth:
		is, _ := isTruth(held)
		return is || !s.Sure && strings.EqualFold(wanted, held)
	}
	return false
}
