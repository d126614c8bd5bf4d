package reports

import (
	"iter"

	"bcimport/importer"
)

// ahead reads outcomes some blocks ahead of those who take them, in a goroutine that has
// ended when the loop over them ends: the record is read while the reports are written.
func ahead(outcomes iter.Seq2[importer.Outcome, error]) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		blocks, left := make(chan outcomeBlock, 2), make(chan struct{})
		go readBlocks(outcomes, blocks, left)
		defer func() {
			close(left)
			for range blocks { // until the reader has ended
			}
		}()
		for b := range blocks {
			for _, o := range b.outcomes {
				if !yield(o, nil) {
					return
				}
			}
			if b.err != nil {
				yield(importer.Outcome{}, b.err)
				return
			}
		}
	}
}

// outcomeBlock is some outcomes in order, and what came after them.
type outcomeBlock struct {
	outcomes []importer.Outcome
	err      error
}

// readBlocks sends all outcomes, or as many as are wanted, and closes blocks.
func readBlocks(outcomes iter.Seq2[importer.Outcome, error], blocks chan<- outcomeBlock, left <-chan struct{}) {
	defer close(blocks)
	const rows = 128
	var b outcomeBlock
	send := func() bool {
		select {
		case blocks <- b:
			b = outcomeBlock{outcomes: make([]importer.Outcome, 0, rows)}
			return true
		case <-left:
			return false
		}
	}
	for o, err := range outcomes {
		if err != nil {
			b.err = err
			break
		}
		if b.outcomes = append(b.outcomes, o); len(b.outcomes) == rows && !send() {
			return
		}
	}
	send()
}
