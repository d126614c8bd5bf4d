package words

import (
	"golang.org/x/text/language"
)

// Languages lists the languages of the page by their codes, English first.
func Languages() []string {
	var codes []string
	for _, tag := range spoken() {
		codes = append(codes, tag.String())
	}
	return codes
}

// spoken lists the languages; English, the first one, is that of whoever speaks none of them.
func spoken() []language.Tag {
	return []language.Tag{language.English, language.German, language.French, language.Danish}
}

// For returns the printer of a reader: chosen is a language as de or de-CH, and accept what
// a browser sends as Accept-Language, which counts where nothing is chosen.
func For(accept, chosen string) *Printer {
	matcher := language.NewMatcher(spoken())
	wanted, _, _ := language.ParseAcceptLanguage(accept)
	if chosen != "" {
		if tag, err := language.Parse(chosen); err == nil {
			wanted = []language.Tag{tag}
		}
	}
	_, index, _ := matcher.Match(wanted...)
	return newPrinter(regional(wanted, spoken()[index]))
}

// Known reports whether the page speaks a language that a person chose by its code.
func Known(chosen string) bool {
	tag, err := language.Parse(chosen)
	if err != nil {
		return false
	}
	_, _, confidence := language.NewMatcher(spoken()).Match(tag)
	return confidence >= language.High
}

// regional returns the reader's own form of the language that was found, so that a Swiss
// reader has the numbers of Switzerland.
func regional(wanted []language.Tag, found language.Tag) language.Tag {
	base, _ := found.Base()
	for _, tag := range wanted {
		if own, _ := tag.Base(); own == base {
			region, _ := tag.Region()
			if form, err := language.Compose(base, region); err == nil {
				return form
			}
		}
	}
	return found
}
