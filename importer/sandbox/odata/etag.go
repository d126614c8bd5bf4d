package odata

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// ETag returns the eTag of a version of a thing. It has the shape of the real
// ones, W/"<base64 of '<length>;<decimal>1;00;'>", and as little meaning: the
// decimal is a hash of all three.
func ETag(seed, thing, version uint64) string {
	var digits, inner, tag [64]byte // all of them on the stack
	number := strconv.AppendUint(digits[:0], mix(mix(seed, thing), version), 10)
	b := append(inner[:0], '\'')
	b = strconv.AppendInt(b, int64(len(number)), 10)
	b = append(append(append(b, ';'), number...), "1;00;'"...)
	return string(append(base64.StdEncoding.AppendEncode(append(tag[:0], `W/"`...), b), '"'))
}

// mix returns a hash of both values, by the finalizer of SplitMix64.
func mix(a, b uint64) uint64 {
	z := a + (b+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// IsETag reports whether a header's value could be a token of this service.
func IsETag(value string) bool {
	inner, found := strings.CutPrefix(value, `W/"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	if !found || !closed {
		return false
	}
	token, err := base64.StdEncoding.DecodeString(inner)
	return err == nil && len(token) > 2 && token[0] == '\'' && token[len(token)-1] == '\'' &&
		strings.Count(string(token), ";") == 3
}
