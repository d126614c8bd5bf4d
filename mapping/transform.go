package mapping

import (
	"strings"

	"bcimport/mapping/damage"
	"bcimport/mapping/texts"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// Transform is one step from the cell to the field's text.
type Transform string

// The transforms. They know no language: lower and upper change letter by
// letter (ß has no capital), and title gives every word a capital and small
// letters, whatever they were: "van der BERG" becomes "Van Der Berg",
// "anna-LENA" "Anna-Lena", "McDonald" "Mcdonald".
const (
	TransformTrim     Transform = "trim"     // cuts outer white space, no-break and zero-width spaces
	TransformCollapse Transform = "collapse" // each run of white space, no-break included, becomes one blank
	TransformLower    Transform = "lower"
	TransformUpper    Transform = "upper"
	TransformTitle    Transform = "title"
	TransformDigits   Transform = "digits" // keeps 0 to 9 only, so a leading + goes too
	TransformPhone    Transform = "phone"  // brings a phone number to one form, or refuses it
	TransformEmail    Transform = "email"  // leaves the address alone, its domain in small letters
	TransformRepair   Transform = "repair" // undoes that UTF-8 was read in a code page: GroÃŸ becomes Groß
)

var knownTransforms = []Transform{
	TransformTrim, TransformCollapse, TransformLower, TransformUpper, TransformTitle, TransformDigits,
	TransformPhone, TransformEmail, TransformRepair,
}

func (t Transform) apply(text string) string {
	switch t {
	case TransformTrim:
		return TrimBlank(text)
	case TransformCollapse:
		return texts.Collapse(text)
	case TransformLower:
		return strings.ToLower(text)
	case TransformUpper:
		return strings.ToUpper(text)
	case TransformTitle:
		// A Caser has state, so goroutines cannot share one.
		return cases.Title(language.Und).String(text)
	case TransformDigits:
		return texts.Digits(text)
	case TransformEmail:
		return texts.PlainEmail(text)
	case TransformRepair:
		return damage.Repair(text)
	}
	return text
}
