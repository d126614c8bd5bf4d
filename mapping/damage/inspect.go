package damage

import "strings"

// Kind is what is wrong with a text.
type Kind int

// The kinds. None is a sound text's.
const (
	None          Kind = iota
	Misread            // UTF-8 that was read in a code page
	MisreadScript      // letters of another script that were read in a western code page
	Crossed            // what the record holds, written in one code page and read in another
	LostLetters        // what the record holds, without letters beyond ASCII
	StandIn            // a sign in place of a letter
	Escaped            // a letter as web pages and mails write it
	Placeholder        // a word or sign for no value
	Date
	Sum // a phone number with which a program has calculated
	Number
	Truth // a truth value
	Formula
	Lines // more than one line
)

// Purpose is what a text is for: what is damage in one may be meant in another.
type Purpose int

// The purposes. Text is any that has no other.
const (
	Text Purpose = iota
	FirstName
	LastName
	Email
	Phone
	Code // what a record is known by, digits alone perhaps
)

func (p Purpose) isName() bool { return p == FirstName || p == LastName }

// Finding is what is wrong with a text; the zero value is a sound text's.
type Finding struct {
	Kind Kind
	// Sure reports whether the text is damaged whatever most records hold.
	Sure        bool
	Meant       string // what was misread
	Write, Read string // names of the code pages in which it was written and read, where known
}

// Inspect judges a text by itself. It has no outer blanks.
func Inspect(p Purpose, text string) Finding {
	m := makeupOf(text)
	if p == Email && m.address() {
		return Finding{}
	}
	switch {
	case isPlaceholder(p, text):
		return Finding{Kind: Placeholder, Sure: true}
	case m.words():
		return inspectWords(text)
	case m.sound():
		return inspectSound(p, m, text)
	case isFormula(text):
		return Finding{Kind: Formula, Sure: true}
	case containsBreak(text):
		return Finding{Kind: Lines, Sure: true}
	}
	if f := InspectMisread(text); f.Kind != None {
		return f
	}
	if script := misreadScript(text); script != "" {
		return Finding{Kind: MisreadScript, Sure: true, Meant: script}
	}
	if isEscaped(text) {
		return Finding{Kind: Escaped, Sure: true}
	}
	if hasStandIn(text, p == Email) {
		return Finding{Kind: StandIn, Sure: true}
	}
	return inspectSound(p, m, text)
}

// InspectMisread looks for UTF-8 that was read in a code page, and for nothing else.
func InspectMisread(text string) Finding {
	repaired, page := repairMisread(text)
	if page == "" {
		return Finding{}
	}
	return Finding{Kind: Misread, Sure: true, Meant: repaired, Read: page}
}

// inspectSound judges a text whose letters are as they were.
func inspectSound(p Purpose, m makeup, text string) Finding {
	if p == Email {
		return Finding{}
	}
	switch {
	case m&digits != 0 && isDate(text):
		return Finding{Kind: Date, Sure: true}
	case p == Phone && isSum(text):
		return Finding{Kind: Sum, Sure: true}
	case p == Phone, p == Code && m&letters == 0:
		return Finding{}
	case isNumber(text):
		return Finding{Kind: Number, Sure: true}
	}
	return inspectWords(text)
}

// inspectWords judges a text that is made of plain words.
func inspectWords(text string) Finding {
	if is, sure := isTruth(text); is {
		return Finding{Kind: Truth, Sure: sure}
	}
	return Finding{}
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
