package input

import (
	"cmp"
	"fmt"
	"strings"

	"bcimport/importer"
	"bcimport/mapping/phrase"
	"bcimport/reports/lines"
)

// Words says what looks wrong with the file, and by which code it is accepted. It quotes
// nothing of the file.
func (in *File) Words(s importer.Suspicion) string {
	nouns := in.Nouns()
	fields := strings.Join(s.Fields, ", ")
	text := ""
	switch s.Code {
	case importer.SortedApart:
		switch s.Evidence {
		case importer.AgainstETags:
			text = fmt.Sprintf(nouns.In("%d of %s carry the eTag of another row's {one}, as if columns had been sorted separately"), s.Count, lines.Count(s.Of, "row"))
		case importer.AgainstOwnBase:
			text = fmt.Sprintf(nouns.In("%d of %s carry the base values of another row's {one} (%s), as if columns had been sorted separately"), s.Count, lines.Count(s.Of, "row"), fields)
		default:
			text = fmt.Sprintf("%d of %s have the value of another row (%s), as if columns had been sorted separately", s.Count, lines.Count(s.Of, "row"), fields)
		}
	case importer.NamesSwapped:
		text = fmt.Sprintf("%d of %s have first and last name swapped", s.Count, lines.Count(s.Of, "row"))
		if s.Evidence == importer.AgainstEmails {
			text += ", judging by their e-mail addresses"
		}
	case importer.SameValue:
		text = fmt.Sprintf("%d of %s set the same new %s", s.Count, lines.Count(s.Of, "row"), fields)
		if s.Evidence == importer.AgainstItself {
			text = fmt.Sprintf("%d of %s set the same %s", s.Count, lines.Count(s.Of, "row"), fields)
		}
	case importer.UnusualShare:
		text = fmt.Sprintf("%d of the first %s would change; in the last runs of this mapping, at most %d %% did", s.Count, lines.Count(s.Of, "row"), s.Before)
	case importer.DuplicateKeys:
		text = fmt.Sprintf("%s in several rows that set different values (%s)", keysStand(s.Count), fields)
	case importer.ManyEmptied:
		text = fmt.Sprintf(nouns.In("%d of %s would clear %s where the {one} has a value"), s.Count, lines.Count(s.Of, "row"), fields)
	}
	return text + " (" + string(s.Code) + ")"
}

// Hint says what to do about it.
func (in *File) Hint(s importer.Suspicion) importer.Hint {
	nouns := in.Nouns()
	var do string
	accept := importer.Option{Name: "accept", Value: string(s.Code)}
	switch s.Code {
	case importer.SortedApart:
		do = "undo the sorting, or export again and sort whole rows"
	case importer.NamesSwapped:
		do = "swap the columns of firstName and lastName in the mapping"
	case importer.SameValue:
		do = nouns.In("enter each {one's} own value; a cell was probably filled down")
	case importer.UnusualShare:
		return importer.NewHint("check the output of %s; if this is intended, pass %s", importer.Step{Kind: importer.StepPlan}, accept)
	case importer.DuplicateKeys:
		do = nouns.In("keep one row per {one}, or set `duplicates: in-order` in the mapping to apply the rows one after another")
	case importer.ManyEmptied:
		do = "fill the cells again, or remove `blank: clear` from the mapping"
	}
	return importer.NewHint("%s; if this is intended, pass %s", do, accept)
}

// Examples are rows that show a suspicion, as file:line: and what they say.
func (in *File) Examples(s importer.Suspicion, terse bool) []phrase.Phrase {
	var told []phrase.Phrase
	for _, e := range s.Examples {
		switch {
		case e.Line == 0:
		case !terse:
			told = append(told, phrase.New("%s:%d: %s: %s", in.Name, e.Line, e.Key, in.exampleWords(s, e)))
		case e.Other == 0:
			told = append(told, phrase.New("%s:%d: %s", in.Name, e.Line, cmp.Or(e.Field, "eTag")))
		default:
			told = append(told, phrase.New("%s:%d: %s; see line %d", in.Name, e.Line, cmp.Or(e.Field, "eTag"), e.Other))
		}
	}
	return told
}

func (in *File) exampleWords(s importer.Suspicion, e importer.Example) phrase.Phrase {
	column := cmp.Or(in.columns.Header(e.Field), e.Field)
	switch {
	case s.Code == importer.SortedApart && s.Evidence == importer.AgainstETags:
		return phrase.New("the eTag is that of line %d", e.Other)
	case s.Code == importer.SortedApart && s.Evidence == importer.AgainstOwnBase:
		return phrase.New("the base value of %s is %q, which is the value that line %d has in Business Central; this line has %q there", column, e.After, e.Other, e.Before)
	case s.Code == importer.SortedApart:
		return phrase.New("%s is %q, which was the value of line %d; its own value was %q", column, e.After, e.Other, e.Before)
	case s.Code == importer.NamesSwapped:
		return phrase.New("%s is %q and %s %q", column, e.After, cmp.Or(in.columns.Header("lastName"), "lastName"), e.Before)
	case s.Code == importer.DuplicateKeys:
		return phrase.New("%s is %q, and on line %d %q", column, e.After, e.Other, e.Before)
	case e.After == "":
		return phrase.New("%s is cleared, and was %q", column, e.Before)
	}
	return phrase.New("%s is %q, and was %q", column, e.After, e.Before)
}

func keysStand(n int) string {
	if n == 1 {
		return "1 key occurs"
	}
	return fmt.Sprintf("%d keys occur", n)
}
