package odata

import (
	"encoding/hex"
	"math/rand/v2"
)

// GUID is an identifier as Business Central's SystemId is one.
type GUID [16]byte

// RandomGUID returns another GUID each time.
func RandomGUID() GUID { return MakeGUID(rand.Uint64(), rand.Uint64()) }

// MakeGUID returns 128 bits marked as a version 4 UUID.
func MakeGUID(hi, lo uint64) GUID {
	var g GUID
	for i := range 8 {
		g[i] = byte(hi >> (8 * i))
		g[8+i] = byte(lo >> (8 * i))
	}
	g[6] = g[6]&0x0f | 0x40
	g[8] = g[8]&0x3f | 0x80
	return g
}

// ParseGUID reads the bare form with hyphens, in either case.
func ParseGUID(text string) (GUID, bool) {
	var g GUID
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return g, false
	}
	digits := text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	_, err := hex.Decode(g[:], []byte(digits))
	return g, err == nil
}

// String writes g in lower case with hyphens.
func (g GUID) String() string {
	var b [36]byte
	hex.Encode(b[:8], g[:4])
	hex.Encode(b[9:13], g[4:6])
	hex.Encode(b[14:18], g[6:8])
	hex.Encode(b[19:23], g[8:10])
	hex.Encode(b[24:], g[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}
