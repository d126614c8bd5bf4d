package charset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"bcimport/mapping/encodings"

	"pgregory.net/rapid"
)

func decodeAll(c Codec, raw []byte) ([]byte, error) {
	return io.ReadAll(c.NewReader(iotest.OneByteReader(bytes.NewReader(raw))))
}

func TestCodec_EveryDefinedByteComesBack(t *testing.T) {
	t.Parallel()
	for _, name := range encodings.Names() {
		if strings.HasPrefix(name, "utf") {
			continue
		}
		c, ok := Lookup(strings.ToUpper(name))
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
		c, ok := Lookup(name)
		if !ok {
			t.Fatal(name)
		}
		if got, err := decodeAll(c, c.encode(nil, []byte(text))); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// The reader for blocks must return for any bytes, however they arrive, the same as the one
// for every encoding.
func TestBlockReader_ReadsUTF8AsTheDecoderDoes(t *testing.T) {
	t.Parallel()
	c, _ := Lookup("utf-8")
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOf(rapid.RuneFrom([]rune("aé€😀\ufeff\n"))).Draw(t, "text"))
		if len(text) > 0 && rapid.Bool().Draw(t, "damaged") {
			text[rapid.IntRange(0, len(text)-1).Draw(t, "at")] = rapid.SampledFrom([]byte{0, 0xff, 0xc3, 'x'}).Draw(t, "byte")
		}
		var end io.Reader = strings.NewReader("")
		if rapid.Bool().Draw(t, "fails") {
			end = iotest.ErrReader(errors.New("broken"))
		}
		open := func() io.Reader { return io.MultiReader(bytes.NewReader(text), end) }
		want, wantErr := io.ReadAll(c.NewReader(open()))
		got, gotErr := readBlocks(c.NewBlockReader(iotest.OneByteReader(open())), rapid.IntRange(4, 9).Draw(t, "block"))
		if string(got) != string(want) || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
			t.Fatalf("%q: read %q, %v; want %q, %v", text, got, gotErr, want, wantErr)
		}
	})
}

func readBlocks(r io.Reader, size int) ([]byte, error) {
	var all []byte
	block := make([]byte, size)
	for {
		n, err := r.Read(block)
		all = append(all, block[:n]...)
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}
