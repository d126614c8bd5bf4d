package source

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func decodeAll(c codec, raw []byte) ([]byte, error) {
	return io.ReadAll(newTextReader(iotest.OneByteReader(bytes.NewReader(raw)), c))
}

func TestCodec_EveryDefinedByteComesBack(t *testing.T) {
	t.Parallel()
	for name := range strings.SplitSeq(encodingNames(), ", ") {
		if strings.HasPrefix(name, "utf") {
			continue
		}
		c, ok := lookup(strings.ToUpper(name))
		if !ok {
			t.Fatalf("no %s", name)
		}
		defined := 0
		for b := 1; b < 256; b++ {
			raw := []byte{byte(b)}
			text, err := decodeAll(c, raw)
			if err != nil {
				continue
			}
			defined++
			if b < 0x80 && text[0] != raw[0] {
				t.Errorf("%s: byte %#x is %q: not a superset of ASCII", name, b, text)
			}
			if got := c.encode(nil, text); !bytes.Equal(got, raw) {
				t.Errorf("%s: %#x comes back as %#x", name, raw, got)
			}
		}
		if defined < 170 {
			t.Errorf("%s defines only %d bytes", name, defined)
		}
	}
}

func TestCodec_UTFComesBackHoweverItArrives(t *testing.T) {
	t.Parallel()
	const text = "aü\u00a0€\ufffd\ufeff\u2028😀\U0010ffff\r\n"
	for _, name := range []string{"utf-8", "UTF8", "utf-16le", "utf-16be"} {
		c, ok := lookup(name)
		if !ok {
			t.Fatal(name)
		}
		if got, err := decodeAll(c, c.encode(nil, []byte(text))); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestEncodeText_WritesAQuestionMarkForWhatTheEncodingLacks(t *testing.T) {
	t.Parallel()
	for encoding, want := range map[string]string{
		"windows-1252": "\xfc\x80??", "iso-8859-1": "\xfc???", "utf-8": "ü€Ж?",
		"utf-16le": "\xfc\x00\xac\x20\x16\x04?\x00", "utf-16be": "\x00\xfc\x20\xac\x04\x16\x00?", "": "ü€Ж?",
	} {
		if got := (Dialect{Encoding: encoding}).EncodeText("ü€Ж\xff"); string(got) != want {
			t.Errorf("%s: %q, want %q", encoding, got, want)
		}
	}
}
