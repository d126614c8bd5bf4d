package input

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"bcimport/importer"
)

// RowLimit is a number of rows, or a part of all rows in percent: 500 or 10%. The zero
// value is no limit.
type RowLimit struct {
	text    string
	number  int
	percent float64
}

// ParseRowLimit reads the value of an option; the empty text is no limit.
func ParseRowLimit(option, text string) (RowLimit, error) {
	if text == "" {
		return RowLimit{}, nil
	}
	s := RowLimit{text: text}
	var err error
	if p, found := strings.CutSuffix(text, "%"); found {
		s.percent, err = strconv.ParseFloat(p, 64)
		if !(s.percent >= 0 && s.percent <= 100) {
			err = importer.Errorf("not from 0 to 100")
		}
	} else {
		s.number, err = strconv.Atoi(text)
	}
	if err != nil || s.number < 0 {
		return RowLimit{}, importer.NewInvalid(&OptionError{Option: option, Words: fmt.Sprintf("%q is not a number of rows or a percentage", text)}).Hintf("set 500 or 10%%, for example")
	}
	return s, nil
}

// IsSet reports whether there is a limit.
func (s RowLimit) IsSet() bool { return s.text != "" }

// Of is the number of rows that the limit allows out of all.
func (s RowLimit) Of(rows int) int {
	if strings.HasSuffix(s.text, "%") {
		return int(math.Floor(s.percent*float64(rows)/100 + 1e-9))
	}
	return s.number
}
