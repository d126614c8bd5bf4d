package mapping

import (
	"slices"
	"strings"

	"bcimport/mapping/damage"
	"bcimport/mapping/entity"
	"bcimport/mapping/phones"
	"bcimport/mapping/texts"
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
	kind   damage.Kind
}

// Suspect is a text of an edit that is damaged unless the record already holds one of
// the same kind.
type Suspect struct {
	CellError // what is said where no record is known
	Damage    Damage
	// Sure reports whether it is damaged whatever most records hold: a check without
	// records says so.
	Sure bool

	purpose damage.Purpose
}

// suspect looks whether a text that a row sets is damaged; nil where it is not. cell is
// what it was made of.
func (f *boundField) suspect(cell, text string) *Suspect {
	if f.AcceptDamaged || text == "" {
		return nil
	}
	found := damage.Inspect(f.purpose, TrimBlank(text))
	if found.Kind == damage.None && cell != text && f.hidesMisreading() {
		if found = damage.InspectMisread(cell); found.Kind != damage.None {
			text = TrimBlank(cell)
		}
	}
	if found.Kind == damage.None || f.writes(text) {
		return nil
	}
	d := describe(found)
	return &Suspect{
		CellError: CellError{
			Column: f.header, Index: f.index, Field: f.Name, Code: d.Code,
			Message: NewMessage("damaged", shortened(text), f.where(), d.What, d.Remedy, f.Name),
		},
		Damage: d, Sure: found.Sure, purpose: f.purpose,
	}
}

// hidesMisreading reports whether the steps may leave something of a misread text that
// can no longer be recognized: other letters, or none of the invisible characters.
func (f *boundField) hidesMisreading() bool {
	return f.Values == nil && !slices.Contains(f.Transform, TransformRepair)
}

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

// purposeOf is what a field is for, to those who look for damage. Of the texts of a set that
// this program does not know each may be a code.
func (m *Mapping) purposeOf(field *entity.Field) damage.Purpose {
	purpose := purposeOf(field)
	if purpose == damage.Text && !m.Entity.Builtin {
		return damage.Code
	}
	return purpose
}

// purposeOf is what a field is for where its set is not known.
func purposeOf(field *entity.Field) damage.Purpose {
	switch field.Purpose {
	case entity.Email:
		return damage.Email
	case entity.Phone:
		return damage.Phone
	case entity.FirstName:
		return damage.FirstName
	case entity.LastName:
		return damage.LastName
	}
	if field.Type == entity.Code || field.Stored == entity.Capitals {
		return damage.Code
	}
	return damage.Text
}

// AgainstRecord judges a text by what the record holds now: letters that became signs or
// letters of another code page, a phone number that lost its beginning. Both are not empty
// and differ.
func AgainstRecord(field *entity.Field, text, held string) (Damage, bool) {
	purpose := purposeOf(field)
	if purpose == damage.Phone {
		what := describeLoss(phones.LostBeginning(TrimBlank(text), TrimBlank(held)))
		return Damage{Code: CodeSpreadsheet, What: what, Remedy: NewMessage("format_number")}, !what.IsZero()
	}
	found := damage.Compare(purpose, texts.Compose(text), texts.Compose(held))
	return describe(found), found.Kind != damage.None
}

// Excused reports whether a record that holds a value bears a suspected text out: it
// holds one of the same kind, or the same word.
func (s Suspect) Excused(wanted, held string) bool {
	purpose, kind := s.purpose, s.Damage.kind
	isName := purpose == damage.FirstName || purpose == damage.LastName
	if kind == damage.Truth && !s.Sure && isName && held == strings.ToUpper(held) {
		return true // TOSI is a name where names are in capitals
	}
	if held == "" {
		return false
	}
	switch {
	case kind == damage.Placeholder:
		return kind.Resembles(purpose, TrimBlank(held)) || strings.EqualFold(wanted, held)
	case kind == damage.Truth && !s.Sure && strings.EqualFold(wanted, held):
		return true
	}
	return kind.Resembles(purpose, held)
}
