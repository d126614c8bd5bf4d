package metadata

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
)

// Bounds of a document. API v2.0 has 367 KB, 87 types and some 2,600 properties; a tenant
// with many extensions has a few times as much.
const (
	maxDocument = 64 << 20
	maxToken    = 64 << 10 // of an element with its attributes, a comment or a text
	maxDepth    = 64
	maxKept     = 200_000 // names that are kept
)

var errTokenTooLong = errors.New("a token is too long")

// input counts and digests the bytes of a document. The decoder buffers a token as a
// whole, so each gets an allowance of bytes.
type input struct {
	buffered *bufio.Reader
	source   io.LimitedReader
	digest   hash.Hash
	left     int // of the token's allowance
}

func newInput(r io.Reader, most int64) *input {
	in := &input{source: io.LimitedReader{R: r, N: most}, digest: sha256.New()}
	in.buffered = bufio.NewReaderSize(io.TeeReader(&in.source, in.digest), 64<<10)
	return in
}

// ReadByte implements io.ByteReader, which keeps the decoder from reading ahead.
func (in *input) ReadByte() (byte, error) {
	if in.left--; in.left < 0 {
		return 0, errTokenTooLong
	}
	return in.buffered.ReadByte()
}

// Read implements io.Reader. The decoder reads single bytes.
func (in *input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// next begins the allowance of another token.
func (in *input) next() { in.left = maxToken }

// exhausted reports whether the document is larger than is read of one.
func (in *input) exhausted() bool { return in.source.N <= 0 }

// sum returns the SHA-256 of what was read, in hexadecimal.
func (in *input) sum() string { return hex.EncodeToString(in.digest.Sum(nil)) }
