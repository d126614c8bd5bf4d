package source

import (
	"fmt"
	"slices"

	"golang.org/x/text/encoding/charmap"
)

// foreignMaps are encodings that a file may be in but that are not taken for certain:
// what Excel calls CSV (MS-DOS) and CSV (Macintosh), and those of other scripts.
func foreignMaps() map[string]*charmap.Charmap {
	return map[string]*charmap.Charmap{
		"MS-DOS code page 850": charmap.CodePage850, "MS-DOS code page 852": charmap.CodePage852, "MS-DOS code page 866": charmap.CodePage866,
		"Macintosh Roman": charmap.Macintosh, "Macintosh Cyrillic": charmap.MacintoshCyrillic, "KOI8-R": charmap.KOI8R,
	}
}

// foreignNames are those, and encodings that the mapping can say.
func foreignNames() []string {
	names := []string{"windows-1253", "windows-1257", "iso-8859-5", "iso-8859-7", "iso-8859-13"}
	for name := range foreignMaps() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func foreignCodec(name string) codec {
	return codec{name: name, oneByte: true, decoder: newCharmapDecoder(foreignMaps()[name])}
}

// enoughForeign bounds the words that are looked at in foreign encodings.
const enoughForeign = 200

// foreign refuses a file that reads clearly better in an encoding that is none of
// the detectable ones. best is the likeliest of those, nil if there is none.
func (d *detective) foreign(best *candidate) *Error {
	some := d.words[:min(len(d.words), enoughForeign)]
	other := likeliest(d.candidates(foreignNames(), some))
	if other == nil || other.unread()*5 > len(some)*2 {
		return nil
	}
	var own []*candidate
	if best != nil {
		own = d.candidates([]string{best.codec.name}, some)
		if other.ahead(own[0]) < certain {
			return nil
		}
	}
	first, _ := d.witnesses(other, own)
	e := &Error{Line: d.line, Column: d.column, Message: fmt.Sprintf("not utf-8; it reads best in %s: %s", other.codec.name, d.quote(other, first))}
	if _, ok := lookup(other.codec.name); ok {
		e.Hint = fmt.Sprintf("if that is right, say input.encoding: %s in the mapping", other.codec.name)
	} else {
		e.Hint = "that can't be read here: save it as CSV UTF-8"
	}
	return e
}
