package formats

import (
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

const iso = "yyyy-MM-dd"

// dates finds the pattern of dates: the candidates that read every cell so far.
type dates struct {
	patterns []string
	left     []string
	first    Example   // the first cell that has a pattern at all
	several  []Example // cells that more than one candidate read
	odd      Example   // the first cell that no candidate read and another pattern does
	isISO    bool
}

func newDates() *dates {
	all := candidates()
	return &dates{patterns: all, left: all}
}

// candidates are the patterns that are looked for. ISO's is no candidate: a cell of its
// form is read whatever the pattern.
func candidates() []string {
	patterns := []string{"yyyyMMdd", "ddMMyyyy", "MMddyyyy", "ddMMMyyyy", "d. MMM yyyy", "MMM d, yyyy", "MMM d yyyy", "d MMM, yyyy", entity.ExcelSerial}
	for _, mark := range []string{".", "/", "-", " "} {
		for _, order := range []string{
			"dd|MM|yyyy", "MM|dd|yyyy", "yyyy|MM|dd", "dd|MM|yy", "MM|dd|yy", "yy|MM|dd", "dd|MMM|yyyy", "dd|MMM|yy", "yyyy|MMM|dd",
		} {
			patterns = append(patterns, strings.ReplaceAll(order, "|", mark))
		}
	}
	return patterns
}

func (d *dates) add(line int, cell string) {
	if d.odd.Cell != "" {
		return
	}
	if len(cell) >= len(iso) && cell[4] == '-' && cell[7] == '-' {
		_, read := readDate(cell, iso)
		d.isISO = d.isISO || read
		return
	}
	left, differ := d.reading(cell, d.left)
	switch {
	case len(left) > 0:
		d.left = left
		if d.first.Cell == "" {
			d.first = Example{Line: line, Cell: kept(cell)}
		}
		if differ && len(d.several) < mostExamples {
			d.several = append(d.several, Example{Line: line, Cell: kept(cell)})
		}
	case d.first.Cell != "":
		if others, _ := d.reading(cell, d.patterns); len(others) > 0 {
			text, _ := readDate(cell, others[0])
			d.odd = Example{Line: line, Cell: kept(cell), Readings: []string{text}}
		}
	}
}

// reading returns those of some patterns that read a cell, and whether they differ in it.
// It returns the patterns themselves where all do.
func (d *dates) reading(cell string, patterns []string) (reading []string, differ bool) {
	first := ""
	all := true
	for i, pattern := range patterns {
		text, ok := readDate(cell, pattern)
		switch {
		case !ok && all:
			reading, all = append(reading, patterns[:i]...), false
		case ok && !all:
			reading = append(reading, pattern)
		}
		if ok {
			differ = differ || first != "" && text != first
			first = text
		}
	}
	if all {
		return patterns, differ
	}
	return reading, differ
}

func readDate(cell, pattern string) (string, bool) {
	text, problem := entity.Field{Type: entity.Date}.Parse(cell, entity.Formats{Date: pattern})
	return text, problem == nil
}

func (d *dates) finding() Finding {
	switch {
	case d.odd.Cell != "":
		text, _ := readDate(d.first.Cell, d.left[0])
		d.first.Readings = []string{text}
		return Finding{State: Mixed, Examples: []Example{d.first, d.odd}}
	case d.first.Cell == "" && d.isISO:
		return Finding{State: Sure, Date: iso}
	case d.first.Cell == "":
		return Finding{}
	case len(d.left) == 1 && d.left[0] != entity.ExcelSerial:
		return Finding{State: Sure, Date: d.left[0]}
	}
	return d.doubtful()
}

// doubtful is the finding where several patterns are left, or the one for serial numbers,
// which a workbook of the 1904 system has otherwise.
func (d *dates) doubtful() Finding {
	f := Finding{State: Ambiguous, Patterns: slices.Clone(d.left)}
	examples := d.several
	if len(d.left) == 1 {
		examples = []Example{d.first}
	}
	for _, e := range examples {
		for _, pattern := range d.left {
			if text, ok := readDate(e.Cell, pattern); ok && !slices.Contains(e.Readings, text) {
				e.Readings = append(e.Readings, text)
			}
		}
		if len(e.Readings) > 1 || len(d.left) == 1 {
			f.Examples = append(f.Examples, e)
		}
	}
	if len(f.Examples) == 0 { // 05.05.2026: whatever the pattern, the dates are the same
		return Finding{State: Sure, Date: d.left[0]}
	}
	return f
}
