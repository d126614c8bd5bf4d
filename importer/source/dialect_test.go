package source_test

import (
	"testing"

	"bcimport/importer/source"
)

func TestEncodeText_WritesAQuestionMarkForWhatTheEncodingLacks(t *testing.T) {
	t.Parallel()
	for encoding, want := range map[string]string{
		"windows-1252": "\xfc\x80??", "iso-8859-1": "\xfc???", "utf-8": "ü€Ж?",
		"utf-16le": "\xfc\x00\xac\x20\x16\x04?\x00", "utf-16be": "\x00\xfc\x20\xac\x04\x16\x00?", "": "ü€Ж?",
	} {
		if got := (source.Dialect{Encoding: encoding}).EncodeText("ü€Ж\xff"); string(got) != want {
			t.Errorf("%s: %q, want %q", encoding, got, want)
		}
	}
}
