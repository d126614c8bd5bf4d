package table

import mathbits "math/bits"

// bits is a set of positions of rows.
type bits []uint64

// grown returns the set with room for n positions.
func (b bits) grown(n int) bits {
	for len(b)*64 < n {
		b = append(b, 0)
	}
	return b
}

func (b bits) has(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }

func (b bits) set(i int, on bool) {
	if on {
		b[i>>6] |= 1 << (i & 63)
		return
	}
	b[i>>6] &^= 1 << (i & 63)
}

func (b bits) count() int {
	n := 0
	for _, word := range b {
		n += mathbits.OnesCount64(word)
	}
	return n
}

// all returns the set of the first n positions.
func all(n int) bits {
	b := make(bits, (n+63)/64)
	for i := range b {
		b[i] = ^uint64(0)
	}
	if n%64 != 0 {
		b[len(b)-1] = 1<<(n%64) - 1
	}
	return b
}

// each visits the positions in their order.
func (b bits) each(visit func(i int)) {
	for w, word := range b {
		for ; word != 0; word &= word - 1 {
			visit(w*64 + mathbits.TrailingZeros64(word))
		}
	}
}

// from returns up to most positions behind the first skipped ones, in their order or, backward,
// from the last.
func (b bits) from(skip, most int, backward bool) []int {
	var found []int
	for at := range b {
		w := at
		if backward {
			w = len(b) - 1 - at
		}
		if here := mathbits.OnesCount64(b[w]); skip >= here {
			skip -= here
			continue
		}
		for i := range 64 {
			if backward {
				i = 63 - i
			}
			switch {
			case b[w]&(1<<i) == 0:
			case skip > 0:
				skip--
			default:
				found = append(found, w*64+i)
			}
			if len(found) == most {
				return found
			}
		}
	}
	return found
}
