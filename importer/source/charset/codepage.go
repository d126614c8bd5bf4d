package charset

import (
	"unicode/utf8"
)

// extraCodePages returns one-byte encodings that golang.org/x/text lacks: their characters from
// byte 80 on, by the tables at unicode.org. CSV (MS-DOS) of Excel is cp857 in Turkey, CSV
// (Macintosh) is mac-ce in Central Europe.
func extraCodePages() map[string]string {
	return map[string]string{
		"cp857":  "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0",
		"mac-ce": "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ",
	}
}

// newCodePage returns the Codec of a code page with these characters from byte 80 on.
func newCodePage(name, upper string) Codec {
	d := &charmapDecoder{}
	bytes := map[rune]byte{}
	for i := range d.runes {
		r := rune(i)
		if i >= 0x80 {
			var size int
			r, size = utf8.DecodeRuneInString(upper)
			upper = upper[size:]
		}
		d.runes[i] = r
		if r != utf8.RuneError {
			bytes[r] = byte(i)
		}
	}
	return Codec{name, true, d, func(dst, text []byte) []byte {
		for _, r := range string(text) {
			b, ok := bytes[r]
			if !ok {
				b = '?'
			}
			dst = append(dst, b)
		}
		return dst
	}}
}
