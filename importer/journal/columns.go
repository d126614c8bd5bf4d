package journal

import (
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"bcimport/mapping"
)

// columns holds rows of one entry, a column each. A column that is empty for all
// rows is left out, and one that is the same for all of them holds it once.
type columns struct {
	Rows int `json:"rows"`
	// AsIntended: what the columns do not say is as in the row's record before this
	// one, its intent.
	AsIntended bool `json:"as_intended,omitzero"`

	First int   `json:"first"`           // position of the first row in the input
	Steps []int `json:"steps,omitempty"` // from each row's position to the next one's
	// Back and Place tell where the row's record before this one stands: so many
	// entries before, and at this row of it, less the row here.
	Back  []int64 `json:"back,omitempty"`
	Place []int   `json:"place,omitempty"`

	Line       []int            `json:"line,omitempty"` // less the position
	Key        []string         `json:"key,omitempty"`
	ID         []string         `json:"id,omitempty"`
	Status     []string         `json:"status,omitempty"`
	HTTPStatus []int            `json:"http_status,omitempty"`
	Code       []string         `json:"code,omitempty"`
	Message    []jsontext.Value `json:"message,omitempty"`
	Sets       [][]string       `json:"sets,omitempty"`
	Blames     [][]string       `json:"blames,omitempty"`
	Changes    *changes         `json:"changes,omitempty"`
	Attempts   []int            `json:"attempts,omitempty"`
	ETag       []string         `json:"etag,omitempty"` // what the write is conditional on
	ETagAfter  []string         `json:"etag_after,omitempty"`
	OwnMove    []bool           `json:"own_move,omitempty"`
	At         []int64          `json:"at,omitempty"` // milliseconds since 1970
	Name       []string         `json:"name,omitempty"`
	IsNumber   []bool           `json:"is_number,omitempty"` // the key is the record's number
	Number     []string         `json:"number,omitempty"`
	Landed     *changes         `json:"landed,omitempty"`
	MovedFrom  []string         `json:"moved_from,omitempty"`
	Sees       []bool           `json:"sees,omitempty"` // Seen is known
	Seen       [][]value        `json:"seen,omitempty"`
	Raw        []string         `json:"raw,omitempty"`
	Latin      []bool           `json:"latin,omitempty"` // Raw holds a character for each byte

	positions []int
}

// lastPosition is beyond any input; a damaged entry must not make an index of it.
const lastPosition = 1 << 30

// value is a field and its text.
type value = mapping.Value

// check finds columns of a wrong length, so that none is read beyond its end.
func (c *columns) check() error {
	fits := func(n int) bool { return n <= 1 || n == c.Rows }
	lengths := []int{
		len(c.Back), len(c.Place), len(c.Line), len(c.Key), len(c.ID), len(c.Status), len(c.HTTPStatus), len(c.Code), len(c.Message),
		len(c.Sets), len(c.Blames), len(c.Attempts), len(c.ETag), len(c.ETagAfter), len(c.OwnMove), len(c.At), len(c.Name),
		len(c.IsNumber), len(c.Number), len(c.MovedFrom), len(c.Sees), len(c.Seen), len(c.Raw), len(c.Latin),
	}
	if c.Rows < 1 || c.Rows > MostRows || slices.ContainsFunc(lengths, func(n int) bool { return !fits(n) }) || len(c.Steps) > 1 && len(c.Steps) != c.Rows-1 {
		return errors.New("columns of different lengths")
	}
	if slices.ContainsFunc(c.Back, func(n int64) bool { return n < 0 }) {
		return errors.New("a row whose record before stands behind it")
	}
	if !c.Changes.fits(c.Rows) || !c.Landed.fits(c.Rows) {
		return errors.New("changes of different lengths")
	}
	c.positions = make([]int, c.Rows)
	seq := c.First
	for i := range c.positions {
		if i > 0 {
			seq += at(c.Steps, i-1)
		}
		if seq < 0 || seq > lastPosition {
			return errors.New("a row that no input has")
		}
		c.positions[i] = seq
	}
	return nil
}

// seqs sets the rows' positions.
func (c *columns) seqs(n int, seq func(i int) int) {
	c.Rows, c.First = n, seq(0)
	c.positions = make([]int, n)
	for i := range n {
		c.positions[i] = seq(i)
	}
	c.Steps = pack(n-1, func(i int) int { return c.positions[i+1] - c.positions[i] })
}

// pack makes a column.
func pack[T comparable](n int, value func(i int) T) []T {
	return packFunc(n, value, func(a, b T) bool { return a == b })
}

func packFunc[T any](n int, value func(i int) T, equal func(a, b T) bool) []T {
	var zero T
	if n == 0 {
		return nil
	}
	first, same := value(0), 1
	for same < n && equal(value(same), first) {
		same++
	}
	switch {
	case same < n:
	case equal(first, zero):
		return nil
	default:
		return []T{first}
	}
	column := make([]T, n)
	for i := range column {
		column[i] = value(i)
	}
	return column
}

// at reads a column.
func at[T any](column []T, i int) (value T) {
	switch len(column) {
	case 0:
		return value
	case 1:
		return column[0]
	}
	return column[i]
}

// before tells where the row's record before this one stands.
func (c *columns) before(place int64, row, i int) ref {
	back := at(c.Back, i)
	if back == 0 {
		return ref{}
	}
	return ref{place - back, row + at(c.Place, i)}
}

// link sets where the rows' records before stand. place is the entry's, and row the
// first row's in it.
func (c *columns) link(place int64, row int, before func(i int) ref) {
	c.Back = pack(c.Rows, func(i int) int64 {
		if b := before(i); b.place > 0 {
			return place - b.place
		}
		return 0
	})
	c.Place = pack(c.Rows, func(i int) int {
		if b := before(i); b.place > 0 {
			return b.row - row - i
		}
		return 0
	})
}

// text makes a text of a row's own bytes, as they are if they are UTF-8, else a
// character for each byte.
func text(raw []byte) (string, bool) {
	if utf8.Valid(raw) {
		return string(raw), false
	}
	characters := make([]rune, len(raw))
	for i, b := range raw {
		characters[i] = rune(b)
	}
	return string(characters), true
}

func raw(text string, latin bool) []byte {
	if text == "" {
		return nil
	}
	if !latin {
		return []byte(text)
	}
	bytes := make([]byte, 0, len(text))
	for _, r := range text {
		bytes = append(bytes, byte(r))
	}
	return bytes
}

// setRaw sets the rows' own bytes.
func (c *columns) setRaw(bytes func(i int) []byte) {
	texts, latin := make([]string, c.Rows), make([]bool, c.Rows)
	for i := range texts {
		texts[i], latin[i] = text(bytes(i))
	}
	c.Raw = pack(c.Rows, func(i int) string { return texts[i] })
	c.Latin = pack(c.Rows, func(i int) bool { return latin[i] })
}

func milliseconds(t time.Time) int64 { return t.UnixMilli() }

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
