package source

import (
	"strings"
	"unicode"

	"bcimport/importer/source/charset"
	"bcimport/mapping/phrase"
)

// Dialect is how a file is written. It can be stored and used without the file.
type Dialect struct {
	Delimiter rune
	// Encoding is the name in lower case; that of a UTF-16 file has its byte
	// order: utf-16le or utf-16be.
	Encoding string
	// Mark is true for a file that begins with a byte-order mark.
	Mark bool
}

// EncodeText returns s in the dialect's encoding, without a mark. Characters
// that the encoding lacks become "?". An unknown encoding counts as utf-8.
func (d Dialect) EncodeText(s string) []byte {
	c, ok := charset.Lookup(d.Encoding)
	if !ok {
		c, _ = charset.Lookup("utf-8")
	}
	return c.Append(nil, []byte(strings.ToValidUTF8(s, "?")))
}

// delimitersToTry returns the delimiter of the mapping, else all that are usual.
func delimitersToTry(wanted rune) ([]byte, *Error) {
	if wanted == 0 {
		return []byte(",;\t|"), nil
	}
	if !isDelimiter(wanted) {
		return nil, &Error{
			Message: phrase.New("input.delimiter %q cannot separate cells", wanted),
			Hint:    phrase.New("set it to one ASCII character, usually , ; tab or |"),
		}
	}
	return []byte{byte(wanted)}, nil
}

// isDelimiter reports whether encoding/csv and the splitter can use r as a delimiter without
// mistaking text for it.
func isDelimiter(r rune) bool {
	if r == '\t' {
		return true
	}
	return ' ' <= r && r <= '~' && r != '"' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// sepLine returns the delimiter of a first line "sep=;", as Excel writes and reads it: in
// any case, perhaps in quotes, perhaps padded with delimiters.
func sepLine(line []byte) (byte, bool, *Error) {
	text := strings.TrimRight(string(line), "\r\n")
	if len(text) >= 2 && text[0] == '"' && strings.Contains(text[1:], `"`) {
		end := strings.LastIndex(text, `"`)
		text = text[1:end] + text[end+1:]
	}
	if len(text) < 5 || !strings.EqualFold(text[:4], "sep=") {
		return 0, false, nil
	}
	rest := []rune(text[4:])
	if strings.Trim(string(rest[1:]), string(rest[0])+" ") != "" {
		return 0, false, nil
	}
	if !isDelimiter(rest[0]) {
		return 0, false, &Error{Line: 1, Message: phrase.New("the delimiter of this sep= line, %q, cannot separate cells", rest[0]), Hint: phrase.New("write the file with , ; tab or | between cells")}
	}
	return byte(rest[0]), true, nil
}
