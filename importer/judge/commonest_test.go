package judge

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestCommonest_CountsAsSpaceSavingDoes holds it against the algorithm as it is written
// in a book.
func TestCommonest_CountsAsSpaceSavingDoes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, texts := range []int{1, 20, 40, 100, 5000} {
		c := newCommonest()
		var book []tally
		for range 5000 {
			text := fmt.Sprint(random.IntN(texts))
			at, rarest := -1, 0
			for i := range book {
				if book[i].text() == text {
					at = i
				}
				if book[i].rows < book[rarest].rows {
					rarest = i
				}
			}
			switch {
			case at >= 0:
				book[at].rows++
			case len(book) < mostTallies:
				at = len(book)
				book = append(book, tally{name: []byte(text), rows: 1})
			default:
				at = rarest
				book[at] = tally{name: []byte(text), rows: book[at].rows + 1, error: book[at].rows}
			}
			got, want := c.add(text), book[at]
			if got.text() != want.text() || got.rows != want.rows || got.error != want.error {
				t.Fatalf("of %d texts: got %s %d-%d, want %s %d-%d", texts, got.name, got.rows, got.error, want.name, want.rows, want.error)
			}
		}
	}
}
