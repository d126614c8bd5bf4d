package damage

// Compare judges a text by what the record holds now: letters that became signs or letters
// of another code page. Both are in normal form C and not empty, and they differ.
func Compare(p Purpose, text, held string) Finding {
	if p == Text || p == Code || p.isName() {
		if write, read, crossed := crossedPages(text, held); crossed {
			return Finding{Kind: Crossed, Write: write, Read: read}
		}
	}
	if standsFor(text, held) {
		return Finding{Kind: LostLetters}
	}
	return Finding{}
}

// Resembles reports whether a text that a record holds is damaged in the same way, and so
// is no argument for damage. One that may be a placeholder has no outer blanks.
func (k Kind) Resembles(p Purpose, held string) bool {
	switch k {
	case Placeholder:
		return isPlaceholder(p, held)
	case Misread, MisreadScript:
		_, page := repairMisread(held)
		return page != "" || misreadScript(held) != ""
	case StandIn, Escaped:
		return hasStandIn(held, p == Email) || isEscaped(held)
	case Date:
		return isDate(held)
	case Number:
		return isNumber(held)
	case Formula:
		return isFormula(held)
	case Sum:
		return isSum(held)
	case Lines:
		return containsBreak(held)
	case Truth:
		is, _ := isTruth(held)
		return is
	}
	return false
}
