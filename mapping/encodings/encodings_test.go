package encodings

import "testing"

func TestFind_TakesWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"utf8": "utf-8", "UTF_8": "utf-8", "utf-8-sig": "utf-8", "UTF-8 BOM": "utf-8", "utf16": "utf-16", "utf-16-le": "utf-16le",
		"cp1252": "windows-1252", "CP-1250": "windows-1250", "windows1251": "windows-1251", "Windows 1254": "windows-1254", "win1252": "windows-1252", "1252": "windows-1252",
		"latin1": "iso-8859-1", "Latin-2": "iso-8859-2", "latin9": "iso-8859-15", "latin5": "iso-8859-9", "ISO8859-1": "iso-8859-1", "iso_8859-15": "iso-8859-15", "iso88591": "iso-8859-1",
		"CP850": "cp850", "850": "cp850", "IBM437": "cp437", "dos-852": "cp852", "Mac": "mac-roman", "Macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "KOI8_R": "koi8-r",
	} {
		if got, err := Find(text); got != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "ansi", "unicode", "cp851", "dos", "1249", "8859-1", "utf-7", "cp", "latin"} {
		if got, err := Find(text); err == nil {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}
