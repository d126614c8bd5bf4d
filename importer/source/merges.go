package source

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
)

// merges are the merged cells of a sheet that span several rows, by their first row.
// Their value stands in the first row alone; for a reader it belongs to all of them.
type merges map[int][]merge

type merge struct {
	column, last int // column from 1; last row
	text         string
}

const (
	mostMerges = 100_000
	mostTail   = 16 << 20
)

var mergeRef = regexp.MustCompile(`<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"`)

// readMerges finds them behind the rows, where a sheet lists them, without taking
// the rows apart.
func readMerges(r io.Reader) (merges, error) {
	tail, err := behindRows(r)
	if err != nil {
		return nil, err
	}
	found := merges{}
	for i, m := range mergeRef.FindAllSubmatch(tail, -1) {
		if i >= mostMerges {
			return nil, errors.New("too many merged cells")
		}
		first, _ := strconv.Atoi(string(m[2]))
		last, _ := strconv.Atoi(string(m[4]))
		if first < last && last <= mostSheetRows {
			found[first] = append(found[first], merge{column: columnOf(string(m[1]) + "1"), last: last})
		}
	}
	return found, nil
}

// behindRows is what follows the rows in a sheet's part.
func behindRows(r io.Reader) ([]byte, error) {
	end := []byte("sheetData>")
	buf := make([]byte, 0, 256<<10)
	var tail []byte
	inTail := false
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if inTail {
			tail = append(tail, buf...)
			buf = buf[:0]
			if len(tail) > mostTail {
				return nil, errors.New("more than 16 MiB behind the rows")
			}
		} else if i := bytes.LastIndex(buf, end); i >= 0 && closes(buf[:i]) {
			inTail = true
			tail = append(tail, buf[i+len(end):]...)
			buf = buf[:0]
		} else if keep := 64; len(buf) > keep {
			buf = append(buf[:0], buf[len(buf)-keep:]...)
		}
		if errors.Is(err, io.EOF) {
			return tail, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// closes tells whether text ends with the begin of an end tag, "</" or "</x:".
func closes(text []byte) bool {
	i := bytes.LastIndexByte(text, '<')
	return i >= 0 && i+1 < len(text) && text[i+1] == '/'
}
