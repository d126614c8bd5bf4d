package source

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"bcimport/mapping"
)

// Dialect is how a file is written. It is a plain value that can be stored and
// used without the file.
type Dialect struct {
	Delimiter rune
	// Encoding is the name in lower case; that of a UTF-16 file has its byte
	// order: utf-16le or utf-16be.
	Encoding string
	// Mark tells whether a byte-order mark stood at the beginning.
	Mark bool
}

// EncodeText returns s in the dialect's encoding, without a mark. Characters
// that the encoding lacks become "?". An unknown encoding counts as utf-8.
func (d Dialect) EncodeText(s string) []byte {
	c, ok := lookup(d.Encoding)
	if !ok {
		c, _ = lookup("utf-8")
	}
	return c.encode(nil, []byte(strings.ToValidUTF8(s, "?")))
}

// marks are the byte-order marks of the Unicode standard, section 23.8.
func marks() map[string]string {
	return map[string]string{"\xef\xbb\xbf": "utf-8", "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be"}
}

// findEncoding returns the codec that the mark or the mapping tells and the length of
// the mark, 0 if there is none. Where neither tells it, the codec has no name.
func findEncoding(raw []byte, wanted string) (codec, int, *Error) {
	wanted = strings.ToLower(wanted)
	if name, err := mapping.EncodingName(wanted); err == nil {
		wanted = name
	} else if wanted != "" {
		return codec{}, 0, &Error{Message: err.Error(), Hint: "input.encoding in the mapping is one of " + encodingNames()}
	}
	for mark, name := range marks() {
		if !bytes.HasPrefix(raw, []byte(mark)) {
			continue
		}
		if wanted != "" && wanted != name && (wanted != "utf-16" || name == "utf-8") {
			return codec{}, 0, &Error{
				Line:    1,
				Message: fmt.Sprintf("the file begins with the byte-order mark of %s, but the mapping says %s", name, wanted),
				Hint:    "leave out input.encoding in the mapping",
			}
		}
		c, _ := lookup(name)
		return c, len(mark), nil
	}
	return findUnmarked(raw, wanted)
}

func findUnmarked(raw []byte, wanted string) (codec, int, *Error) {
	wide := wideOrder(raw)
	switch {
	case wanted == "utf-16":
		return codec{}, 0, &Error{
			Line: 1, Message: "the mapping says utf-16, but the file has no byte-order mark",
			Hint: "say input.encoding: " + cmp.Or(wide, "utf-16le or utf-16be") + " in the mapping",
		}
	case wide != "" && wanted != "" && !strings.HasPrefix(wanted, "utf-16"):
		return codec{}, 0, &Error{
			Line: 1, Message: "this is UTF-16 without a byte-order mark, but the mapping says " + wanted,
			Hint: "say input.encoding: " + wide + " in the mapping, or leave it out",
		}
	case wanted == "":
		wanted = wide
	}
	c, _ := lookup(wanted)
	return c, 0, nil
}

// candidates are the delimiters to try: the one that the mapping says or all.
func candidates(wanted rune) ([]byte, *Error) {
	if wanted == 0 {
		return []byte(",;\t|"), nil
	}
	if !possible(wanted) {
		return nil, &Error{
			Message: fmt.Sprintf("input.delimiter %q cannot separate cells", wanted),
			Hint:    "it is one ASCII character, usually , ; tab or |",
		}
	}
	return []byte{byte(wanted)}, nil
}

// possible tells whether encoding/csv and our splitter can use the delimiter
// without mistaking text for it.
func possible(r rune) bool {
	if r == '\t' {
		return true
	}
	return ' ' <= r && r <= '~' && r != '"' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// sepLine reads the delimiter from a first line "sep=;", as Excel writes and
// reads it: in any case, perhaps in quotes, perhaps filled up with delimiters.
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
	if !possible(rest[0]) {
		return 0, false, &Error{Line: 1, Message: fmt.Sprintf("the delimiter of this sep= line, %q, cannot separate cells", rest[0]), Hint: "write the file with , ; tab or | between cells"}
	}
	return byte(rest[0]), true, nil
}
