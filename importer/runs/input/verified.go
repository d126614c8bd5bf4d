package input

import (
	"errors"
	"hash/maphash"
	"io"
	"io/fs"

	"bcimport/importer"
	"bcimport/importer/source"
)

// blockRows is how many rows share a fingerprint.
const blockRows = 256

// fingerprints tell, block by block, whether the rows of a later pass are those of
// the first one. They hold within one process.
type fingerprints struct {
	hash   maphash.Hash
	rows   int
	blocks []uint64
}

func (f *fingerprints) add(row importer.Row) {
	f.hash.Write(row.Raw)
	if f.rows++; f.rows%blockRows == 0 {
		f.close()
	}
}

func (f *fingerprints) close() {
	f.blocks = append(f.blocks, f.hash.Sum64())
	f.hash.Reset()
}

// verified hands out the entries of a pass a block at a time, each only after it
// was found to be what the first pass read: a file that is replaced or written to
// while a run reads it must not send a row that was not checked.
type verified struct {
	mapped
	path string
	want *fingerprints
	hash maphash.Hash

	number int // of the next block
	room   []importer.Entry
	block  []importer.Entry // of it, what is not handed out yet
	err    error            // what comes after the block
}

func (v *verified) Next() (importer.Entry, error) {
	if len(v.block) == 0 && v.err == nil {
		v.fill()
	}
	if len(v.block) == 0 {
		return importer.Entry{}, v.err
	}
	e := v.block[0]
	v.block = v.block[1:]
	return e, nil
}

func (v *verified) fill() {
	v.hash.Reset()
	block := v.room[:0]
	for len(block) < blockRows && v.err == nil {
		e, err := v.mapped.Next()
		if err != nil {
			v.err = err
			break
		}
		v.hash.Write(e.Row.Raw)
		block = append(block, e)
	}
	v.room = block
	last := v.number == len(v.want.blocks)-1
	rows := min(blockRows, v.want.rows-v.number*blockRows)
	switch {
	case len(block) == 0 && errors.Is(v.err, io.EOF) && v.number == len(v.want.blocks):
		return
	case v.number >= len(v.want.blocks), len(block) != rows, v.hash.Sum64() != v.want.blocks[v.number],
		v.err != nil && !(last && errors.Is(v.err, io.EOF)):
		if v.err == nil || errors.Is(v.err, io.EOF) || isContent(v.err) {
			v.err = importer.Errorf("%s: %w", v.path, ErrChanged)
		}
		return
	}
	v.number++
	v.block = block
}

// isContent tells an error of what a file holds from one of reading it. The first pass
// read the file to its end.
func isContent(err error) bool {
	var content *source.Error
	var system *fs.PathError
	return errors.As(err, &content) && !errors.As(err, &system)
}
