package entity

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EncodeName returns a name as $metadata and answers write it: what is no letter, digit or
// underscore as _xHHHH_, also a digit at the start, and an underscore that would be taken
// for the start of such a code.
func EncodeName(name string) string {
	if isPlainName(name) {
		return name
	}
	var out strings.Builder
	for i, r := range name {
		switch {
		case r == '_' && !startsCode(name[i:]), unicode.IsLetter(r), unicode.IsDigit(r) && i > 0:
			out.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&out, "_x%08X_", r)
		default:
			fmt.Fprintf(&out, "_x%04X_", r)
		}
	}
	return out.String()
}

// isPlainName reports whether a name of ASCII letters needs no code.
func isPlainName(name string) bool {
	for i := range len(name) {
		if !isLetter(name[i]) {
			return false
		}
	}
	return true
}

// DecodeName returns the name that EncodeName encodes. A code that stands for no character
// stays as it is.
func DecodeName(encoded string) string {
	if !strings.Contains(encoded, "_x") && !strings.Contains(encoded, "_X") {
		return encoded
	}
	var out strings.Builder
	for encoded != "" {
		if r, n := codeAt(encoded); n > 0 {
			out.WriteRune(r)
			encoded = encoded[n:]
			continue
		}
		_, n := utf8.DecodeRuneInString(encoded)
		out.WriteString(encoded[:n])
		encoded = encoded[n:]
	}
	return out.String()
}

// startsCode reports whether a text may be taken for a code once what follows is encoded.
func startsCode(text string) bool {
	if len(text) < 6 || text[1] != 'x' && text[1] != 'X' {
		return false
	}
	return isHex(text[2]) && isHex(text[3]) && isHex(text[4]) && isHex(text[5])
}

// codeAt reads _xHHHH_ or _xHHHHHHHH_ at the start of a text; n is its length, 0 without.
func codeAt(text string) (r rune, n int) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' && text[1] != 'X' {
		return 0, 0
	}
	end := strings.IndexByte(text[2:min(len(text), 11)], '_')
	if end != 4 && end != 8 {
		return 0, 0
	}
	value := uint64(0)
	for _, c := range []byte(text[2 : 2+end]) {
		if !isHex(c) {
			return 0, 0
		}
		value = value<<4 | uint64(hexValue(c))
	}
	if value > unicode.MaxRune || !utf8.ValidRune(rune(value)) {
		return 0, 0
	}
	return rune(value), end + 3
}

func hexValue(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	default:
		return c - 'a' + 10
	}
}
