package journal

import (
	"fmt"
	"hash/maphash"
	"slices"
	"testing"
	"unsafe"

	"bcimport/importer"
)

// TestIndex_TakesSixteenBytesARowAtMost holds the promise of a run's memory, with the
// index of records that is made when it is asked for.
func TestIndex_TakesSixteenBytesARowAtMost(t *testing.T) {
	t.Parallel()
	const rows = 300_000
	x, m := newIndex(), marker{maphash.MakeSeed()}
	r := &records{mark: x.mark}
	for seq := range rows {
		x.set(seq, standing{ref: ref{int64(seq/100 + 1), seq % 100}, status: importer.Updated, mark: m.mark(fmt.Sprint(seq))})
		r.add(seq)
	}
	bytes := len(x.pages)*int(unsafe.Sizeof(page{})) + cap(x.pages)*8
	for _, b := range r.buckets {
		bytes += 4 * cap(b.seqs)
	}
	if perRow := float64(bytes) / rows; perRow > 16 {
		t.Errorf("%.1f bytes a row", perRow)
	}
}

func TestRecords_FindRowsInInputOrderInWhateverOrderTheyCome(t *testing.T) {
	t.Parallel()
	const rows = 5000
	x, m := newIndex(), marker{maphash.MakeSeed()}
	r := &records{mark: x.mark}
	for i := range rows {
		seq := i * 7 % rows
		x.set(seq, standing{ref: ref{1, 0}, mark: m.mark(fmt.Sprint("ID", seq%100))})
		r.add(seq)
	}
	for id := range 100 {
		var want []int
		for seq := id; seq < rows; seq += 100 {
			want = append(want, seq)
		}
		if got := r.of(m.mark(fmt.Sprint("id", id)), nil); !slices.Equal(got, want) {
			t.Errorf("rows of %d are %v", id, got)
		}
	}
}
