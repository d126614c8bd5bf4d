package cli

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
)

// share is a number of rows, or a part of all rows in percent: 500 or 10%. The
// zero value says nothing.
type share struct {
	text    string
	number  int
	percent float64
}

func parseShare(flag, text string) (share, error) {
	if text == "" {
		return share{}, nil
	}
	s := share{text: text}
	var err error
	if p, found := strings.CutSuffix(text, "%"); found {
		s.percent, err = strconv.ParseFloat(p, 64)
		if !(s.percent >= 0 && s.percent <= 100) {
			err = errors.New("not from 0 to 100")
		}
	} else {
		s.number, err = strconv.Atoi(text)
	}
	if err != nil || s.number < 0 {
		return share{}, importer.Invalidf("--%s %q is neither a number of rows nor a percentage", flag, text).Hintf("it looks like 500 or 10%%")
	}
	return s, nil
}

func (s share) given() bool { return s.text != "" }

// of is the number of rows that the share allows out of all.
func (s share) of(rows int) int {
	if strings.HasSuffix(s.text, "%") {
		return int(math.Floor(s.percent*float64(rows)/100 + 1e-9))
	}
	return s.number
}

// fewBlanks is how many blank cells are nobody's mistake.
const fewBlanks = 20

// clearings counts, by field, the rows of an input whose blank cell clears it.
type clearings map[string]int

func (c clearings) count(columns *mapping.Bound, e *importer.Entry) {
	if e.Row.Problem == "" {
		columns.Cleared(e.Row.Record, func(field string) { c[field]++ })
	}
}

// suspicious lists the fields that blank cells would clear in more than half of
// the rows: a column that was exported empty, most likely.
func (c clearings) suspicious(rows int) []string {
	var fields []string
	for field, n := range c {
		if n > fewBlanks && 2*n > rows {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

// words says what is suspicious about a field.
func (c clearings) words(path, field string, rows int) string {
	return fmt.Sprintf("%s: %s is blank in %d of %d rows and would be cleared there", path, field, c[field], rows)
}

// guardClearing refuses a run that would clear fields by blank cells in more than
// half of the rows, unless each of them is allowed.
func (in *input) guardClearing(allowed []string) error {
	var errs []error
	for _, field := range in.cleared.suspicious(in.records()) {
		if !slices.Contains(allowed, field) {
			errs = append(errs, importer.Invalidf("%s", in.cleared.words(in.name, field, in.records())).
				Hintf("if that is meant, say --allow-clear %s; else take `blank: clear` out of the mapping, or fill the column", field))
		}
	}
	return errors.Join(errs...)
}

// warnOfClearing tells of the same, where nothing is written.
func (in *input) warnOfClearing(w io.Writer) {
	for _, field := range in.cleared.suspicious(in.records()) {
		fmt.Fprintf(w, "bcimport: warning: %s; run wants --allow-clear %s for that\n", in.cleared.words(in.name, field, in.records()), field)
	}
}

func checkFields(flag string, fields []string) error {
	for _, f := range fields {
		if !slices.Contains(mapping.Fields(), f) {
			return importer.Invalidf("--%s %q is not a field", flag, f).Hintf("the fields are %s", strings.Join(mapping.Fields(), ", "))
		}
	}
	return nil
}
