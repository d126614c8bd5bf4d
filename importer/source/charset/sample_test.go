package charset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"
)

// TestSampleWords_KeepsASampleOfTheWholeFile: it is bounded, the same however the file
// arrives, and has words from everywhere.
func TestSampleWords_KeepsASampleOfTheWholeFile(t *testing.T) {
	t.Parallel()
	var raw bytes.Buffer
	const lines = 40_000
	for i := range lines {
		fmt.Fprintf(&raw, "C%d;M\xfcller%d;x\xe4%d\r\n", i, i, i%10)
	}
	raw.WriteString("last;\xd8\r\n" + strings.Repeat("\xe5", 3*maxWordBytes/2))
	found, err := sampleWords(bytes.NewReader(raw.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(found.words); n != maxWordsPerByte+10+3 { // the last line is two words
		t.Fatalf("%d words", n)
	}
	behind := 0
	for _, w := range found.words {
		if w.line > lines/2 {
			behind++
		}
		if len(w.raw) > maxWordBytes {
			t.Errorf("%q", w.raw)
		}
	}
	if behind < maxWordsPerByte/4 {
		t.Errorf("%d of %d words from the second half", behind, len(found.words))
	}
	if last := found.words[len(found.words)-3]; last.raw != "\xd8" || last.line != lines+1 {
		t.Errorf("%+v", last)
	}
	again, err := sampleWords(iotest.OneByteReader(bytes.NewReader(raw.Bytes())))
	if err != nil || !slices.EqualFunc(found.words, again.words, func(a, b *sampledWord) bool { return a.raw == b.raw && a.line == b.line }) {
		t.Errorf("the sample is another one: %v", err)
	}
}

func TestSampleWords_NamesTheFirstByteThatIsNotUTF8(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a;b\n1;\xfc":              "2:3 \xfc",
		"ä;ö\r\nüü;M\xfcller\r\n":  "2:5 M\xfcller",
		"ä\rö\rü\xc3":              "3:2 ü\xc3",
		"\xfcber":                  "1:1 \xfcber",
		"a\n\n日本;x\xe9y\xfc":       "3:5 x\xe9y\xfc",
		"a\n" + "ä\xffä\n\xfe\n":   "2:2 ä\xffä",
		"x\n\xf0\x9f\x98\x80;\x80": "2:3 \x80",
	} {
		found, err := sampleWords(strings.NewReader(text))
		if got := fmt.Sprintf("%d:%d %s", found.line, found.column, found.broken); err != nil || got != want {
			t.Errorf("%q: %q, want %q, %v", text, got, want, err)
		}
	}
}

// TestDetectUTF16_FindsUTF16AndNothingElse: other scripts have few NULs, and a NUL is
// no sign of UTF-16.
func TestDetectUTF16_FindsUTF16AndNothingElse(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"Latin": "a;b\n1;ü\n", "Cyrillic": "Имя;Город\r\nИванов;Москва\r\n", "Greek": "Όνομα\tΠόλη\nΓιώργος\tΑθήνα\n",
		"Chinese": "姓名,公司,职务\r\n王小明,北京一二三有限公司,总经理\r\n", "beyond the first plane": "a,😀\n𠮷野,😀\n", "one line": "Имя;Ж",
	} {
		for want, order := range map[string]unicode.Endianness{"utf-16le": unicode.LittleEndian, "utf-16be": unicode.BigEndian} {
			raw, err := unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder().String(text)
			if name == "one line" {
				want = "" // there are no line ends to go by
			}
			if got := DetectUTF16([]byte(raw)); got != want || err != nil {
				t.Errorf("%s: %q, want %q, %v", name, got, want, err)
			}
		}
	}
	for name, text := range map[string]string{
		"ASCII": "a;b\n1;2\n", "NULs behind line ends": "abc;def\n\x00123;456\n\x00abcdefg\n\x00", "a NUL": "a;\x00b\n1;2\n",
		"padded": "abc\x00\x00\x00;\x00\n\x00", "a picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00", "windows-1251": "\xc8\xec\xff;\xc3\n", "nothing": "", "one byte": "a",
	} {
		if got := DetectUTF16([]byte(text)); got != "" {
			t.Errorf("%s is taken for %s", name, got)
		}
	}
}

// FuzzDetect: whatever the bytes, detection ends with an error or with an encoding
// that gives text without replacement characters, which gives the bytes back.
func FuzzDetect(f *testing.F) {
	for _, seed := range []string{
		"", "a;b\n", "M\xfcller;J\xe4ger\n", "\xc8\xe2\xe0\xed\xee\xe2\n", "D\xb9browski;\xa3\xf3d\x9f\n", "Y\xfdld\xfdz;\xde\xfekr\xfc\n", "c\xbdur;\xa4\n",
		"a\x00;\x00\n\x00", "\x04\x18\x00;\x00\n", "M\xc3\xbcller;M\xfcller", "\x84\x94\x81\xe1", "\xff", "\xa0\xad", strings.Repeat("\xe4\xf6", 100),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, why, err := Detect(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil })
		if bad := (*Error)(nil); errors.As(err, &bad) {
			if bad.Message.Format == "" || bad.Hint.Format == "" || bad.Line < 1 || bad.Column < 1 {
				t.Errorf("%+v", bad)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := decodeAll(c, raw)
		if bytes.IndexByte(raw, 0) >= 0 {
			return // the reader names it
		}
		if err != nil || !bytes.Equal(c.encode(nil, text), raw) || c.name != "utf-8" && bytes.ContainsRune(text, '\ufffd') {
			t.Errorf("%s: %q, %v", c.name, text, err)
		}
		if (c.name == "utf-8") != (why.Format == "") || strings.ContainsAny(why.String(), "\r\n") {
			t.Errorf("%s: %q", c.name, why)
		}
	})
}
