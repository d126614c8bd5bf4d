package messages

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bcimport/mapping/entity"
)

// Note returns what a proposal of a mapping says of a column, of which a mapping file has the
// English text alone: its formats are known by what they hold. What is not known stays English.
func (l *Language) Note(text string, set *entity.Entity) string {
	if l == nil {
		return text
	}
	if own, known := l.clause(text); known {
		return own
	}
	if own := l.text(text, set); own != text {
		return own
	}
	if field, reason, found := strings.Cut(text, " "); found {
		if own := l.text(reason, set); own != reason {
			return field + " " + own
		}
	}
	return text
}

// clause returns the words of a note that is one of the language's, or several that are joined.
func (l *Language) clause(text string) (own string, known bool) {
	for _, joint := range joints() {
		for at := 0; ; at++ {
			next := strings.Index(text[at:], joint)
			if next < 0 {
				break
			}
			at += next
			if left, known := l.single(text[:at]); known {
				if right, known := l.clause(text[at+len(joint):]); known {
					return left + l.notes[joint] + right, true
				}
			}
		}
	}
	return l.single(text) // last, as a format may take the clauses behind it too
}

// single returns the words of a note that is one of the language's.
func (l *Language) single(text string) (own string, known bool) {
	for _, f := range l.read {
		if own, known := f.in(text, l.or); known {
			return own, true
		}
	}
	return "", false
}

// joints are what stands between the clauses of a note, the longer ones first.
func joints() []string { return []string{", but only ", ", but ", ", and ", "; ", ": ", ", "} }

// noteFormat is a format of English notes with what a language has for it.
type noteFormat struct {
	form  *regexp.Regexp
	verbs []string
	own   string
}

// noteFormats reads the formats of a table of notes, those first that leave least open.
func noteFormats(notes map[string]string) []noteFormat {
	var texts []string
	for text := range notes {
		if !slices.Contains(joints(), text) {
			texts = append(texts, text)
		}
	}
	slices.SortFunc(texts, func(a, b string) int {
		if n := strings.Count(a, "%s") - strings.Count(b, "%s"); n != 0 {
			return n
		}
		return len(b) - len(a)
	})
	verb := regexp.MustCompile(`%[sdq]`)
	forms := map[string]string{"%s": `(.+)`, "%d": `(\d+)`, "%q": `("(?:[^"\\]|\\.)*")`}
	var all []noteFormat
	for _, text := range texts {
		f := noteFormat{own: notes[text], verbs: verb.FindAllString(text, -1)}
		f.form = regexp.MustCompile(`^` + verb.ReplaceAllStringFunc(regexp.QuoteMeta(text), func(v string) string { return forms[v] }) + `$`)
		all = append(all, f)
	}
	return all
}

// in returns the language's words for an English text of the format; or stands between what
// the text leaves to be chosen.
func (f noteFormat) in(text, or string) (own string, known bool) {
	found := f.form.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	if !strings.Contains(f.own, "%") {
		return f.own, true
	}
	args := make([]any, len(f.verbs))
	for i, verb := range f.verbs {
		args[i] = strings.ReplaceAll(found[i+1], " or ", or)
		switch verb {
		case "%d":
			args[i], _ = strconv.Atoi(found[i+1])
		case "%q":
			plain, err := strconv.Unquote(found[i+1])
			if err != nil {
				return "", false
			}
			args[i] = plain
		}
	}
	return fmt.Sprintf(f.own, args...), true
}
