package metadata

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"bcimport/mapping/entity"
)

// members decodes the names of an enumeration.
func members(names []string) []entity.Member {
	all := make([]entity.Member, len(names))
	for i, name := range names {
		all[i] = entity.Member{Name: plainName(name), Encoded: name}
	}
	return all
}

// plainName decodes the name of a member: a character that a name can't have is written as
// _xHHHH_, in UTF-16. The plain name of the blank member is empty; a trailing blank of
// others is part of the name.
func plainName(encoded string) string {
	var b strings.Builder
	var units []uint16
	flush := func() {
		b.WriteString(string(utf16.Decode(units)))
		units = units[:0]
	}
	for rest := encoded; rest != ""; {
		if unit, ok := unit(rest); ok {
			units = append(units, unit)
			rest = rest[len("_xHHHH_"):]
			continue
		}
		flush()
		b.WriteByte(rest[0])
		rest = rest[1:]
	}
	flush()
	if plain := b.String(); strings.TrimSpace(plain) != "" {
		return plain
	}
	return ""
}

// unit reads an encoded character that a text begins with.
func unit(text string) (uint16, bool) {
	const size = len("_xHHHH_")
	if len(text) < size || text[:2] != "_x" || text[size-1] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:size-1], 16, 16)
	return uint16(n), err == nil
}

// maxName is the longest name, as OData has it, in bytes of the longest letters.
const maxName = 128 * utf8.UTFMax

// identifier reports whether a name can stand in a URL, a mapping and a message.
func identifier(name string) bool {
	return name != "" && len(name) <= maxName && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && !unicode.In(r, unicode.Letter, unicode.Digit, unicode.Mark)
	})
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}
