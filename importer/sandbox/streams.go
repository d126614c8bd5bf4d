package sandbox

import (
	"math/rand/v2"

	"bcimport/importer/sandbox/odata"
)

// The streams of a seed: what one of them makes does not depend on the others.
const (
	streamPersons uint64 = iota + 1
	streamCustomers
	streamCompanies
	streamETags
	streamOtherCustomers
)

// random returns the generator for the i-th thing of a stream.
func random(seed, stream uint64, i int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream<<32|uint64(i)))
}

// newID returns the id of the i-th thing of a stream, the same for every Server
// with that seed.
func newID(seed, stream uint64, i int) odata.GUID {
	r := random(seed, stream, i)
	return odata.MakeGUID(r.Uint64(), r.Uint64())
}
