package charset

import (
	"io"
	"unicode/utf8"
)

// validUTF8 reports whether all of r is UTF-8.
func validUTF8(r io.Reader) (bool, error) {
	buf := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		text := buf[:kept+n]
		if err == io.EOF {
			return utf8.Valid(text), nil
		}
		if err != nil {
			return false, err
		}
		whole := wholeRunes(text)
		if !utf8.Valid(whole) {
			return false, nil
		}
		kept = copy(buf, text[len(whole):])
	}
}

// wholeRunes returns text without a character at its end whose last bytes are missing.
func wholeRunes(text []byte) []byte {
	i := len(text) - 1
	for i > 0 && i > len(text)-utf8.UTFMax && !utf8.RuneStart(text[i]) {
		i--
	}
	if i >= 0 && !utf8.FullRune(text[i:]) {
		return text[:i]
	}
	return text
}

// utf8Reader passes UTF-8 on without copying it and ends with ErrInvalid at other bytes. A
// read needs room for one character.
type utf8Reader struct {
	r    io.Reader
	rest [utf8.UTFMax]byte // the beginning of a character that the next bytes complete
	held int
	err  error // what ended r
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for {
		n := copy(p, u.rest[:u.held])
		if u.err == nil {
			var more int
			more, u.err = u.r.Read(p[n:])
			n += more
		}
		text := p[:n]
		if u.err != io.EOF {
			text = wholeRunes(text)
		}
		u.held = copy(u.rest[:], p[len(text):n])
		if !utf8.Valid(text) {
			return validPart(text), ErrInvalid
		}
		if len(text) > 0 || u.err != nil {
			return len(text), u.err
		}
	}
}

// validPart returns the number of bytes before the first that is not UTF-8.
func validPart(text []byte) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}
