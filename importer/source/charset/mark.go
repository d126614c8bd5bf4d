package charset

import "bytes"

// Mark returns the encoding by the byte-order mark of a text that begins with raw, and the
// length of the mark, 0 where there is none. The marks are those of the Unicode standard,
// section 23.8.
func Mark(raw []byte) (Codec, int) {
	for mark, name := range map[string]string{"\xef\xbb\xbf": "utf-8", "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be"} {
		if bytes.HasPrefix(raw, []byte(mark)) {
			c, _ := Lookup(name)
			return c, len(mark)
		}
	}
	return Codec{}, 0
}
