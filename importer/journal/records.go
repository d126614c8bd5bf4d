package journal

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sort"
	"strings"
)

// records finds the rows of a record, in four bytes a row and what grows ahead. It
// is made when it is first asked for.
type records struct {
	mark    func(seq int) uint32
	buckets [256]bucket
}

// bucket holds rows whose marks begin alike: most of them ordered by mark and
// position, and behind them some that are not yet.
type bucket struct {
	seqs    []uint32
	ordered int
}

// add takes a row whose mark will not change any more.
func (r *records) add(seq int) {
	b := &r.buckets[r.mark(seq)>>24]
	if len(b.seqs) == cap(b.seqs) { // append would double it
		b.seqs = slices.Grow(b.seqs, 16+len(b.seqs)/8)[: len(b.seqs) : len(b.seqs)+16+len(b.seqs)/8]
	}
	b.seqs = append(b.seqs, uint32(seq))
	if len(b.seqs)-b.ordered > 32+b.ordered/16 {
		r.order(b)
	}
}

func (r *records) order(b *bucket) {
	slices.SortFunc(b.seqs, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(r.mark(int(x)), r.mark(int(y))), cmp.Compare(x, y))
	})
	b.ordered = len(b.seqs)
}

// of appends the rows of a mark to a list, in input order.
func (r *records) of(mark uint32, list []int) []int {
	b := &r.buckets[mark>>24]
	begin := len(list)
	ordered := b.seqs[:b.ordered]
	from := sort.Search(len(ordered), func(i int) bool { return r.mark(int(ordered[i])) >= mark })
	for _, seq := range ordered[from:] {
		if r.mark(int(seq)) != mark {
			break
		}
		list = append(list, int(seq))
	}
	for _, seq := range b.seqs[b.ordered:] {
		if r.mark(int(seq)) == mark {
			list = append(list, int(seq))
		}
	}
	slices.Sort(list[begin:])
	return list
}

// marker makes marks of records' ids. Ids that differ in case only are the same, and
// an empty one has the mark 0 alone.
type marker struct{ seed maphash.Seed }

func (m marker) mark(id string) uint32 {
	if id == "" {
		return 0
	}
	return uint32(maphash.String(m.seed, strings.ToLower(id))) | 1
}
