package damage

// makeup counts what a text is made of. Nearly all texts are sound, and this tells most
// of them in one pass.
type makeup struct {
	letters, digits, blanks, joints, underlines, ats, others int // joints are . - ' +

	accented int // letters from À to ÿ, with no other character beyond ASCII beside them
}

func makeupOf(text string) makeup {
	var m makeup
	for i := range len(text) {
		switch c := text[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			m.letters++
		case c >= '0' && c <= '9':
			m.digits++
		case c == ' ':
			m.blanks++
		case c == '.', c == '-', c == '\'', c == '+':
			m.joints++
		case c == '_':
			m.underlines++
		case c == '@':
			m.ats++
		case c == 0xc3 && isAccented(text, i):
			m.accented++
		case c >= 0x80 && i > 0 && text[i-1] == 0xc3 && isAccented(text, i-1): // its second byte
		default:
			m.others++
		}
	}
	return m
}

// isAccented reports whether it is a letter from À to ÿ whose first byte is at a place, where what stands
// beside it is ASCII: the bytes of a letter that was misread come in pairs.
func isAccented(text string, at int) bool {
	const times, divided = 0x97, 0xb7 // × and ÷
	if at+1 >= len(text) || at > 0 && text[at-1] >= 0x80 || at+2 < len(text) && text[at+2] >= 0x80 {
		return false
	}
	second := text[at+1]
	return second >= 0x80 && second < 0xc0 && second != times && second != divided
}

// words reports whether it is a text of ASCII letters, without digits.
func (m makeup) words() bool { return m.letters > 0 && m.digits+m.ats+m.accented+m.others == 0 }

// sound reports whether it is a text in which no program can have damaged letters, and that is no formula
// and stands on one line.
func (m makeup) sound() bool { return m.others+m.underlines == 0 }

// address reports whether it is an e-mail address as nearly all are.
func (m makeup) address() bool {
	return m.letters > 0 && m.ats == 1 && m.blanks+m.accented+m.others == 0
}
