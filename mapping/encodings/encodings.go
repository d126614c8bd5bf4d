// Package encodings knows the names of text encodings that a mapping can give, and what else
// people write for them. It encodes nothing.
package encodings

import (
	"slices"
	"strings"

	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
)

// Names returns the names that input.encoding takes, in lower case. utf-16 needs
// a byte-order mark in the input.
func Names() []string { return slices.Clone(names) }

var names = []string{
	"utf-8", "utf-16", "utf-16le", "utf-16be",
	"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
	"windows-1255", "windows-1256", "windows-1257", "windows-1258",
	"iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5",
	"iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-9", "iso-8859-10",
	"iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16",
	"cp437", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860", "cp862", "cp863", "cp865", "cp866",
	"mac-roman", "mac-ce", "mac-cyrillic", "koi8-r", "koi8-u",
}

// Find returns the one of Names that a name means: itself, in any case,
// or what else people write for it, as utf8, cp1252 or latin1.
func Find(text string) (string, error) {
	bare := strings.NewReplacer("-", "", "_", "", " ", "", ".", "").Replace(strings.ToLower(text))
	switch bare {
	case "ansi":
		return "", phrase.Errorf("%s is another code page on every computer; set windows-1252 (Western Europe), windows-1250 (Central Europe), "+
			"windows-1251 (Cyrillic) or windows-1254 (Turkish), or leave it out", spelling.Quote(text))
	case "dos", "msdos", "oem":
		return "", phrase.Errorf("%s is another code page in every country; set cp850 (Western Europe), cp852 (Central Europe), "+
			"cp866 (Cyrillic) or cp437 (United States), or leave it out", spelling.Quote(text))
	case "unicode", "ucs2":
		return "", phrase.Errorf("%s is ambiguous; set utf-16 or utf-8, or leave it out", spelling.Quote(text))
	}
	for _, name := range names {
		if bare == strings.ReplaceAll(name, "-", "") {
			return name, nil
		}
	}
	if name, ok := aliases(bare); ok {
		return name, nil
	}
	return "", phrase.Errorf("unknown encoding %s%s", spelling.Quote(text), spelling.Hint(text, names, phrase.New("there are")))
}

// aliases knows the names of encodings by other rules than ours, without hyphens.
func aliases(bare string) (string, bool) {
	switch bare {
	case "utf8bom", "utf8sig":
		return "utf-8", true
	case "latin1":
		return "iso-8859-1", true
	case "latin2":
		return "iso-8859-2", true
	case "latin5":
		return "iso-8859-9", true
	case "latin9":
		return "iso-8859-15", true
	case "mac", "macintosh", "xmacroman":
		return "mac-roman", true
	case "xmacce", "maclatin2", "maccentraleurope":
		return "mac-ce", true
	case "xmaccyrillic", "macintoshcyrillic":
		return "mac-cyrillic", true
	}
	for _, before := range []string{"ibm", "dos", "oem", "msdos", "ibm00", ""} {
		if number, ok := strings.CutPrefix(bare, before); ok && len(number) == 3 && slices.Contains(names, "cp"+number) {
			return "cp" + number, true
		}
	}
	for _, before := range []string{"cp", "win", "wincp", ""} {
		if number, ok := strings.CutPrefix(bare, before); ok && len(number) == 4 && slices.Contains(names, "windows-"+number) {
			return "windows-" + number, true
		}
	}
	return "", false
}
