package charset

import "testing"

func TestUTF8Check_DistinguishesUTF8FromACodePage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		encoding, bytes string
		want            bool
	}{
		"umlaut in UTF-8":            {"windows-1252", "M\xc3\xbcller", true},
		"umlaut in windows-1252":     {"windows-1252", "M\xfcller", false},
		"both":                       {"windows-1252", "M\xc3\xbcller M\xfcller", false},
		"sharp s and no-break blank": {"windows-1252", "Spa\xdf\xa0", false},
		"plain ASCII":                {"windows-1252", "Miller", false},
		"one Ukrainian syllable":     {"windows-1251", "\xc2\xb3", false},
		"a character cut at the end": {"windows-1252", "M\xc3\xbcller\xc3", false},
	} {
		w := NewUTF8Check(tt.encoding)
		for i := range len(tt.bytes) { // byte by byte: characters arrive in pieces
			w.Write([]byte{tt.bytes[i]})
		}
		if w.IsUTF8() != tt.want {
			t.Errorf("%s: %v, want %v", name, !tt.want, tt.want)
		}
	}
}
