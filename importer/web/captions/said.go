package captions

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bcimport/importer/web/words"
)

// Reason says in the language of the page why a column is taken for a field. English, which the
// mapping has it in, stays as it is.
func Reason(text string, words Printer) string {
	if words.Lang() == "en" {
		return text
	}
	var said []string
	rest := text
	if _, after, found := strings.Cut(rest, ", and "); found && strings.HasPrefix(rest, "its name ") {
		said, rest = append(said, words.T("Its name says so.")), after
	} else if strings.HasPrefix(rest, "its name is ") || strings.HasPrefix(rest, "its name means ") {
		return words.T("Its name says so.")
	}
	of := regexp.MustCompile(`^(\d+) of (\d+) values (?:are|look like) [^;]*$`).FindStringSubmatch(rest)
	if of == nil {
		return text
	}
	good, _ := strconv.Atoi(of[1])
	filled, _ := strconv.Atoi(of[2])
	return strings.Join(append(said, words.T("%d of %d values fit.", good, filled)), " ")
}

// Effect says in the language of the page what a write does besides, where that is met often.
func Effect(text string, words Printer) string {
	if slices.Contains(effects(), text) {
		return words.T(text)
	}
	return text
}

// effects are those that are met often, as profiles have them.
func effects() []string {
	return []string{
		words.Mark("Another country can clear postal code, city and state; they are written once more where the mapping sets them."),
		words.Mark("A postal code that Business Central knows replaces city, state and country; city and state are written once more where the mapping sets them."),
		words.Mark("The name of a person is split anew into first, middle and last name, and the name of a company is rewritten on all its persons."),
		words.Mark("Another company moves the person to it, and its opportunities, tasks, interactions and sales documents follow."),
		words.Mark("Business Central checks a tax registration number by the country's formats, may write the VAT registration log and may ask VIES, which is slow."),
		words.Mark("Business Central checks the IBAN and refuses a wrong one."),
		words.Mark("Unblocking an item clears its block reason."),
	}
}
