package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"bcimport/mapping/phrase"
)

// cellContent is the text of the elements within one cell.
type cellContent struct {
	value, inline []byte
	into          *[]byte // where characters go; nil: nowhere
	phonetic      int     // depth within the pronunciation of a Japanese text
	hasFormula    bool
	hasValue      bool
	isNumber      bool // and no date
}

func (c *cellContent) reset() {
	*c = cellContent{value: c.value[:0], inline: c.inline[:0]}
}

func (c *cellContent) start(element string) {
	switch element {
	case "f":
		c.hasFormula = true
	case "v":
		c.into, c.hasValue = &c.value, true
	case "t":
		c.into = &c.inline
	case "rPh":
		c.phonetic++
	}
}

func (c *cellContent) add(text []byte) error {
	if c.into == nil || c.phonetic > 0 {
		return nil
	}
	*c.into = append(*c.into, text...)
	if len(*c.into) > maxCell {
		return errLongCell
	}
	return nil
}

func (c *cellContent) end(element string) {
	switch element {
	case "v", "t":
		c.into = nil
	case "rPh":
		c.phonetic--
	}
}

// uncomputed reports whether a formula has no value: programs that can't compute leave it
// out, which is not the same as an empty text.
func (c *cellContent) uncomputed(kind string) bool {
	return c.hasFormula && (!c.hasValue || kind != "str" && len(c.value) == 0)
}

// readCell reads one cell up to its end. The last value of a formula counts.
func (r *Rows) readCell(start xml.StartElement) (string, error) {
	kind, style := attribute(start, "t"), attribute(start, "s")
	r.cell.reset()
	for {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			err = errCutOff
		}
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			r.cell.start(e.Name.Local)
		case xml.CharData:
			if err := r.cell.add(e); err != nil {
				return "", err
			}
		case xml.EndElement:
			if e.Name.Local != "c" {
				r.cell.end(e.Name.Local)
				continue
			}
			if r.cell.uncomputed(kind) {
				return r.book.options.Uncomputed, nil
			}
			return r.text(kind, style)
		}
	}
}

// text returns what a cell shows, by its type (ECMA-376 part 1, 18.18.11).
func (r *Rows) text(kind, style string) (string, error) {
	if kind == "inlineStr" {
		return unescape(string(r.cell.inline)), nil
	}
	value := string(r.cell.value)
	trimmed := strings.TrimSpace(value)
	switch kind {
	case "s":
		return r.sharedText(value)
	case "b":
		if isTrue(trimmed) {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "", "n":
		format := r.book.format(style)
		r.cell.isNumber = !format.date && trimmed != ""
		return format.text(trimmed, r.book.date1904), nil
	case "d":
		return isoText(trimmed), nil
	}
	return unescape(value), nil // str and e
}

func (r *Rows) sharedText(value string) (string, error) {
	if value == "" {
		return "", nil
	}
	i, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil {
		return "", phrase.Errorf("refers to text %q", value)
	}
	return r.book.texts.text(i)
}
