package reports

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// WrittenDelimiter is the delimiter of a file to be written, as a person names it; auto is
// what spreadsheets of this machine expect.
func WrittenDelimiter(text string, environment func(string) string) (string, error) {
	if text == "auto" {
		return listSeparator(environment), nil
	}
	return ParseDelimiter(text)
}

// separatorOf is the list separator of a POSIX locale, such as de_DE.UTF-8: ; where the
// decimal mark is a comma. C, POSIX and what is no locale have a comma.
func separatorOf(locale string) string {
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	tag, err := language.Parse(strings.ReplaceAll(locale, "_", "-"))
	if err != nil || locale == "C" {
		return ","
	}
	if strings.Contains(message.NewPrinter(tag).Sprint(number.Decimal(0.5)), ",") {
		return ";"
	}
	return ","
}

// numericLocale is the locale that says how numbers are written.
func numericLocale(environment func(string) string) string {
	return cmp.Or(environment("LC_ALL"), environment("LC_NUMERIC"), environment("LANG"))
}
