package texts

import "unicode/utf16"

// TooLong reports whether a text is longer than a length in UTF-16 code units; 0 is no limit.
func TooLong(text string, length int) bool {
	// A text never has more UTF-16 units than UTF-8 bytes.
	return length > 0 && len(text) > length && Length(text) > length
}

// Length counts as Business Central does: its Text is a .NET string.
func Length(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
