package importer

import "time"

// Pace is what is known beforehand about how fast a connection works.
type Pace struct {
	// Chunk is how many records one request reads or writes at most.
	Chunk int
	// Lookups is how many keys one request looks up at most; 0 is Chunk.
	Lookups int
	// Requests in any Span are what one user may send; 0 is no limit of our own.
	Requests int
	Span     time.Duration
	// Users share the requests evenly, from 1.
	Users int
	// CountsOperations reports whether a batch takes of the rate what its operations would.
	CountsOperations bool
	// Read, Write and Operation are how long a request that reads, an update that is sent
	// alone and an update in a batch took lately, waiting for the limits aside.
	Read, Write, Operation time.Duration
}
