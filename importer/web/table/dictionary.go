package table

import (
	"errors"
	"math"
	"slices"
)

// dictionary numbers the values of a facet.
type dictionary struct {
	texts []string
	codes map[string]uint16
}

func (d *dictionary) code(text string) (uint16, error) {
	if code, known := d.codes[text]; known {
		return code, nil
	}
	if len(d.texts) > math.MaxUint16 {
		return 0, errors.New("too many values to filter by")
	}
	if d.codes == nil {
		d.codes = map[string]uint16{}
	}
	code := uint16(len(d.texts))
	d.texts = append(d.texts, text)
	d.codes[text] = code
	return code, nil
}

// find returns the number of a value among texts.
func find(texts []string, text string) (uint16, bool) {
	i := slices.Index(texts, text)
	return uint16(max(i, 0)), i >= 0
}
