package journal

import (
	"slices"

	"bcimport/importer"
)

// index tells for every row where its latest record stands in the log, in ten bytes
// a row: its place, its row there with its status, and a mark of its record's id.
type index struct {
	statuses []importer.Status
	pages    []*page
	rows     int // one more than the last position there is
}

func newIndex() index { return index{statuses: importer.Statuses()} }

const pageRows = 1024

type page struct {
	place [pageRows]uint32
	at    [pageRows]uint16 // row, status and whether there are changes
	mark  [pageRows]uint32
}

// The bits of page.at above the row, which takes eight.
const (
	statusShift = 8
	changedBit  = 1 << 15
)

// standing is what the index knows of a row.
type standing struct {
	ref     ref             // of its latest record; the zero value where there is none
	status  importer.Status // empty for a row whose latest record is an intent
	changed bool            // its record has changes
	mark    uint32
}

// open reports whether the row's latest record is an intent.
func (s standing) open() bool { return s.ref.place > 0 && s.status == "" }

func (x *index) of(seq int) (s standing) {
	p := seq / pageRows
	if seq < 0 || p >= len(x.pages) || x.pages[p] == nil {
		return s
	}
	page, i := x.pages[p], seq%pageRows
	if page.place[i] == 0 {
		return s
	}
	s.ref = ref{int64(page.place[i]), int(page.at[i] & 0xff)}
	s.status = x.status(page.at[i])
	s.changed = page.at[i]&changedBit != 0
	s.mark = page.mark[i]
	return s
}

// mark is quicker than of.
func (x *index) mark(seq int) uint32 { return x.pages[seq/pageRows].mark[seq%pageRows] }

func (x *index) status(bits uint16) importer.Status {
	if n := int(bits>>statusShift) & 0x7f; n > 0 {
		return x.statuses[n-1]
	}
	return ""
}

// next returns the first position from one on that may have a record: a damaged log
// may leave long gaps.
func (x *index) next(seq int) int {
	for seq < x.rows && x.pages[seq/pageRows] == nil {
		seq = (seq/pageRows + 1) * pageRows
	}
	return seq
}

func (x *index) set(seq int, s standing) {
	p := seq / pageRows
	for p >= len(x.pages) {
		x.pages = append(x.pages, nil)
	}
	if x.pages[p] == nil {
		x.pages[p] = &page{}
	}
	page, i := x.pages[p], seq%pageRows
	bits := uint16(s.ref.row) | uint16(slices.Index(x.statuses, s.status)+1)<<statusShift
	if s.changed {
		bits |= changedBit
	}
	page.place[i], page.at[i], page.mark[i] = uint32(s.ref.place), bits, s.mark
	x.rows = max(x.rows, seq+1)
}
