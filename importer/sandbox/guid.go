package sandbox

import (
	"encoding/hex"
	"math/rand/v2"
)

// guid is an identifier as Business Central's SystemId is one.
type guid [16]byte

// The streams of a seed: what one of them makes does not depend on the others.
const (
	streamPersons uint64 = iota + 1
	streamCustomers
	streamCompanies
	streamETags
)

// random returns the generator for the i-th thing of a stream.
func random(seed, stream uint64, i int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream<<32|uint64(i)))
}

// newID returns the id of the i-th thing of a stream, the same for every Server
// with that seed.
func newID(seed, stream uint64, i int) guid {
	r := random(seed, stream, i)
	return makeGUID(r.Uint64(), r.Uint64())
}

func randomGUID() guid { return makeGUID(rand.Uint64(), rand.Uint64()) }

// makeGUID marks 128 bits as a version 4 UUID.
func makeGUID(hi, lo uint64) guid {
	var g guid
	for i := range 8 {
		g[i] = byte(hi >> (8 * i))
		g[8+i] = byte(lo >> (8 * i))
	}
	g[6] = g[6]&0x0f | 0x40
	g[8] = g[8]&0x3f | 0x80
	return g
}

// parseGUID reads the bare form with hyphens, in either case.
func parseGUID(text string) (guid, bool) {
	var g guid
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return g, false
	}
	digits := text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	_, err := hex.Decode(g[:], []byte(digits))
	return g, err == nil
}

// String writes g in lower case with hyphens.
func (g guid) String() string {
	var b [36]byte
	hex.Encode(b[:8], g[:4])
	hex.Encode(b[9:13], g[4:6])
	hex.Encode(b[14:18], g[6:8])
	hex.Encode(b[19:23], g[8:10])
	hex.Encode(b[24:], g[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}
