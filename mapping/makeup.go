package mapping

// makeup counts what a text is made of. Nearly all texts are sound, and this tells most
// of them in one pass.
type makeup struct {
	letters, digits, blanks, joints, underlines, ats, others int // joints are . - ' +
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
		default:
			m.others++
		}
	}
	return m
}

// words reports whether the text is of ASCII letters, without digits.
func (m makeup) words() bool { return m.letters > 0 && m.digits+m.ats+m.others == 0 }

// sound reports whether it is a text in which no program can have damaged letters, and that is no formula
// and stands on one line.
func (m makeup) sound() bool { return m.others+m.underlines == 0 }

// address reports whether the text is an e-mail address as nearly all are.
func (m makeup) address() bool { return m.letters > 0 && m.ats == 1 && m.blanks+m.others == 0 }
