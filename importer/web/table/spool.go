package table

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
)

// flushAt is how many bytes are kept before they are written.
const flushAt = 1 << 18

// spool keeps records in a temporary file, one behind the other, and knows where every block
// of some records begins. Its records are read through a view.
type spool struct {
	file   *os.File
	block  int // records a block
	n      int
	starts []int64 // of blocks
	kept   []byte  // behind what is written
	size   int64   // written
}

func newSpool(folder string, block int) (*spool, error) {
	f, err := os.CreateTemp(folder, ".table-*.tmp")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name()) // where a file in use can be removed, it goes with the program
	return &spool{file: f, block: block}, nil
}

// append adds a record, which add appends to bytes.
func (s *spool) append(add func(to []byte) []byte) error {
	if s.n%s.block == 0 {
		s.starts = append(s.starts, s.size+int64(len(s.kept)))
	}
	s.kept = add(s.kept)
	s.n++
	if len(s.kept) < flushAt {
		return nil
	}
	return s.flush()
}

func (s *spool) flush() error {
	n, err := s.file.WriteAt(s.kept, s.size)
	if err != nil {
		return err
	}
	s.size += int64(n)
	s.kept = s.kept[:0]
	return nil
}

func (s *spool) close() error {
	err := s.file.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	if gone := os.Remove(s.file.Name()); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// view is a spool as it is at a moment.
type view struct {
	file   *os.File
	block  int
	n      int
	starts []int64
	size   int64
}

func (s *spool) view() (view, error) {
	err := s.flush()
	return view{s.file, s.block, s.n, s.starts, s.size}, err
}

// blocks is how many blocks there are.
func (v view) blocks() int { return len(v.starts) }

// read returns the bytes of some blocks, in a buffer that the next call may take.
func (v view) read(first, behind int, buffer []byte) ([]byte, error) {
	end := v.size
	if behind < len(v.starts) {
		end = v.starts[behind]
	}
	size := int(end - v.starts[first])
	if cap(buffer) < size {
		buffer = make([]byte, size+size/4)
	}
	buffer = buffer[:size]
	_, err := v.file.ReadAt(buffer, v.starts[first])
	return buffer, err
}

// appendCells writes cells behind each other, each behind its length.
func appendCells(to []byte, cells []string) []byte {
	for _, c := range cells {
		to = binary.AppendUvarint(to, uint64(len(c)))
		to = append(to, c...)
	}
	return to
}

// nextCell takes the first cell off.
func nextCell(record []byte) (cell, rest []byte) {
	size, n := binary.Uvarint(record)
	record = record[n:]
	return record[:size], record[size:]
}
