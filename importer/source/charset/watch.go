package charset

import "unicode/utf8"

// UTF8Watch looks at bytes that are said to be in a one-byte encoding and tells
// whether they are UTF-8: then every umlaut would be sent as two wrong letters.
type UTF8Watch struct {
	western bool
	enough  int // characters beyond ASCII that are no coincidence
	wide    int
	broken  bool
	rest    []byte // the begin of a character that the next bytes finish
}

// NewUTF8Watch knows that Western texts hardly ever have an Ã before a symbol, as
// every umlaut and accent of UTF-8 looks to them, while in other code pages many
// capitals before certain letters look like UTF-8.
func NewUTF8Watch(encoding string) *UTF8Watch {
	switch encoding {
	case "windows-1252", "iso-8859-1", "iso-8859-15":
		return &UTF8Watch{western: true, enough: 1}
	}
	return &UTF8Watch{enough: 20}
}

func (w *UTF8Watch) Write(p []byte) (int, error) {
	n := len(p)
	if w.broken {
		return n, nil
	}
	if len(w.rest) > 0 {
		p = append(w.rest, p...)
	}
	for len(p) > 0 && utf8.FullRune(p) {
		r, size := utf8.DecodeRune(p)
		if r == utf8.RuneError && size == 1 {
			w.broken = true
			return n, nil
		}
		if size > 1 && (!w.western || r >= 0xc0 && r <= 0xff) {
			w.wide++
		}
		p = p[size:]
	}
	w.rest = append([]byte(nil), p...)
	return n, nil
}

// isUTF8 tells whether all bytes so far are UTF-8 and enough of them more than ASCII.
func (w *UTF8Watch) IsUTF8() bool { return w.wide >= w.enough && !w.broken && len(w.rest) == 0 }
