package entity

import "strings"

// noGUID is what Business Central has where nothing is referred to.
const noGUID = "00000000-0000-0000-0000-000000000000"

// parseGUID takes braces and capitals; the GUID of zeros is the empty text.
func parseGUID(cell string) (string, *Problem) {
	text := cell
	if inner, found := strings.CutPrefix(text, "{"); found {
		if text, found = strings.CutSuffix(inner, "}"); !found {
			text = cell
		}
	}
	canonical, ok := receivedGUID(text)
	if !ok {
		return "", problem(InvalidGUID, ReasonGUIDInvalid, cell)
	}
	return canonical, nil
}

func receivedGUID(text string) (string, bool) {
	text, ok := lowerGUID(text)
	if text == noGUID {
		text = ""
	}
	return text, ok
}

// lowerGUID returns a GUID in lower case.
func lowerGUID(text string) (string, bool) {
	if len(text) != len(noGUID) {
		return "", false
	}
	for i := range len(text) {
		if (noGUID[i] == '-') != (text[i] == '-') || text[i] != '-' && !isHex(text[i]) {
			return "", false
		}
	}
	return strings.ToLower(text), true
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
