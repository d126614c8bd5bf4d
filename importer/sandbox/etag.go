package sandbox

import "bcimport/importer/sandbox/odata"

// tagOf distinguishes the sets in an eTag.
type tagOf byte

const (
	tagOfCompanies tagOf = iota
	tagOfCustomerContacts
	tagOfContacts
	tagOfRecords // and those behind it, one a set
)

// eTagOf returns the eTag of a version of a record in one set. The sets differ in it
// because the real tag seems to be computed from a page's values.
func eTagOf(seed uint64, set tagOf, index int, version uint32) string {
	return odata.ETag(seed, streamETags<<32|uint64(index), uint64(version)<<8|uint64(set))
}

func isETag(value string) bool { return odata.IsETag(value) }
