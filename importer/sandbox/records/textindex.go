package records

// TextIndex finds records by a text, such as an e-mail address. Records of one text are
// chained, which costs no allocation each; those without one are not in it.
type TextIndex struct {
	first map[string]int32
	next  []int32 // by record: the next one of the text, or -1
}

// NewTextIndex returns an index of so many records, none of which has a text yet.
func NewTextIndex(size int) *TextIndex {
	return &TextIndex{first: make(map[string]int32, size), next: make([]int32, size)}
}

// Add notes the text of a record that has none yet.
func (x *TextIndex) Add(text string, i int) {
	x.next[i] = -1
	if text == "" {
		return
	}
	if first, found := x.first[text]; found {
		x.next[i] = first
	}
	x.first[text] = int32(i)
}

// Remove forgets the text of a record.
func (x *TextIndex) Remove(text string, i int) {
	first, found := x.first[text]
	switch {
	case !found:
		return
	case first != int32(i):
		for at := first; at >= 0; at = x.next[at] {
			if x.next[at] == int32(i) {
				x.next[at] = x.next[i]
			}
		}
	case x.next[i] < 0:
		delete(x.first, text)
	default:
		x.first[text] = x.next[i]
	}
}

// Find adds the records of a text to found, in no order.
func (x *TextIndex) Find(text string, found []int) []int {
	at, some := x.first[text]
	for ; some && at >= 0; at = x.next[at] {
		found = append(found, int(at))
	}
	return found
}
