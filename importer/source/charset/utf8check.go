package charset

import "unicode/utf8"

// UTF8Check is a writer that checks whether bytes declared as a one-byte encoding are UTF-8:
// then every umlaut would be sent as two wrong letters.
type UTF8Check struct {
	western   bool
	threshold int // characters beyond ASCII that are no coincidence
	multibyte int
	invalid   bool
	pending   []byte // the beginning of a character that the next bytes complete
}

// NewUTF8Check returns a check for the encoding. In Western texts one character is enough,
// because they hardly ever have an Ã before a symbol, as which they show every umlaut of
// UTF-8; in other code pages many capitals before certain letters look like UTF-8.
func NewUTF8Check(encoding string) *UTF8Check {
	switch encoding {
	case "windows-1252", "iso-8859-1", "iso-8859-15":
		return &UTF8Check{western: true, threshold: 1}
	}
	return &UTF8Check{threshold: 20}
}

func (w *UTF8Check) Write(p []byte) (int, error) {
	n := len(p)
	if w.invalid {
		return n, nil
	}
	if len(w.pending) > 0 {
		p = append(w.pending, p...)
	}
	for len(p) > 0 && utf8.FullRune(p) {
		r, size := utf8.DecodeRune(p)
		if r == utf8.RuneError && size == 1 {
			w.invalid = true
			return n, nil
		}
		if size > 1 && (!w.western || r >= 0xc0 && r <= 0xff) {
			w.multibyte++
		}
		p = p[size:]
	}
	w.pending = append([]byte(nil), p...)
	return n, nil
}

// IsUTF8 reports whether all bytes so far are UTF-8 and enough of them beyond ASCII.
func (w *UTF8Check) IsUTF8() bool {
	return w.multibyte >= w.threshold && !w.invalid && len(w.pending) == 0
}
