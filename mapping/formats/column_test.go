package formats

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/mapping/entity"
)

func found(kind entity.Type, cells ...string) Finding {
	c := NewColumn(entity.Field{Type: kind})
	for i, cell := range cells {
		c.Add(i+2, cell)
	}
	return c.Finding()
}

// said is a finding as one line.
func said(f Finding) string {
	words := []string{[]string{"unseen", "sure", "ambiguous", "mixed"}[f.State]}
	if f.Decimal != 0 {
		words = append(words, string(f.Decimal))
	}
	if f.Date != "" {
		words = append(words, f.Date)
	}
	if len(f.Patterns) > 0 {
		words = append(words, strings.Join(f.Patterns, " | "))
	}
	for _, e := range f.Examples {
		words = append(words, fmt.Sprintf("line %d %q %s", e.Line, e.Cell, strings.Join(e.Readings, "/")))
	}
	return strings.Join(words, "; ")
}

func TestColumn_DecimalMark(t *testing.T) {
	t.Parallel()
	for want, cells := range map[string][]string{
		"unseen":   {"12", "1 234", "-3", "n/a"},
		"sure; ,":  {"1.234", "12", "1.234,50"},
		"sure; .":  {"1,234", "12.5", "x"},
		"sure; , ": {"1,234", "1234,567"},
		"ambiguous; line 2 \"1.234\" 1.234/1234; line 3 \"5,678\" 5678/5.678": {"1.234", "5,678", "12"},
		"mixed; line 3 \"1.234,50\" 1234.5; line 4 \"12.5\" 12.5":             {"1.234", "1.234,50", "12.5", "13.5"},
	} {
		if got := said(found(entity.Number, cells...)); got != strings.TrimSpace(want) {
			t.Errorf("%q: %s, want %s", cells, got, want)
		}
	}
}

func TestColumn_DatePattern(t *testing.T) {
	t.Parallel()
	for want, cells := range map[string][]string{
		"unseen":            {"soon", "30.02.2026"},
		"sure; yyyy-MM-dd":  {"2026-11-27", "2026-01-02"},
		"sure; dd.MM.yyyy":  {"01.02.2026", "31.12.2026", "2026-01-02", "n/a", "1.2.2026"},
		"sure; MM/dd/yyyy":  {"1/2/2026", "12/31/2026"},
		"sure; dd.MM.yyyy ": {"05.05.2026"},
		"sure; yyyyMMdd":    {"20261231"},
		"sure; dd MMM yyyy": {"1 Dez. 2026", "31 maj 2026"},
		"sure; dd.MM.yy":    {"31.12.26", "31.12.99"},
		"ambiguous; dd.MM.yyyy | MM.dd.yyyy; line 2 \"01.02.2026\" 2026-02-01/2026-01-02": {"01.02.2026", "05.05.2026"},
		"ambiguous; excel; line 2 \"46353\" 2026-11-27":                                   {"46353", "46354.5"},
		"mixed; line 2 \"31.12.2026\" 2026-12-31; line 4 \"12/31/2026\" 2026-12-31":       {"31.12.2026", "1.2.2026", "12/31/2026"},
		"mixed; line 2 \"31/12/2026\" 2026-12-31; line 3 \"12/31/2026\" 2026-12-31":       {"31/12/2026", "12/31/2026"},
	} {
		if got := said(found(entity.Date, cells...)); got != strings.TrimSpace(want) {
			t.Errorf("%q: %s, want %s", cells, got, want)
		}
	}
	for _, pattern := range candidates() {
		if err := entity.CheckDatePattern(pattern); err != nil {
			t.Error(err)
		}
	}
}

func TestColumn_BooleanWords(t *testing.T) {
	t.Parallel()
	f := found(entity.Boolean, "Ja", "nein", "JA", "gesperrt")
	if got := fmt.Sprint(said(f), f.Words); got != `ambiguous; line 5 "gesperrt" [{Ja 2 2 true} {nein 3 1 false} {gesperrt 5 1 }]` {
		t.Error(got)
	}
	if got := said(found(entity.Boolean, "x", "0")); got != "sure" {
		t.Error(got)
	}
	many := NewColumn(entity.Field{Type: entity.Boolean})
	for i := range 1000 {
		many.Add(i, fmt.Sprint("word ", i))
	}
	if f := many.Finding(); !f.MoreWords || len(f.Words) != mostWords {
		t.Errorf("%+v", f)
	}
}

func TestFinding_ProblemNamesCellsAndLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  entity.Type
		cells []string
		want  string
	}{
		{entity.Number, []string{"12", "1.234"}, "ambiguous_number column_numbers_ambiguous [1.234 3 1.234 1234]"},
		{entity.Number, []string{"1,50", "1.50"}, "mixed_formats column_numbers_mixed [1,50 2 1.50 3]"},
		{entity.Date, []string{"01.02.2026"}, "ambiguous_date column_dates_ambiguous [01.02.2026 2 2026-02-01 2026-01-02 dd.MM.yyyy or MM.dd.yyyy]"},
		{entity.Date, []string{"46353"}, "ambiguous_date column_serials [46353 2 2026-11-27]"},
		{entity.Date, []string{"31.12.2026", "12/31/2026"}, "mixed_formats column_dates_mixed [31.12.2026 2 12/31/2026 3]"},
		{entity.Boolean, []string{"ja", "gesperrt"}, "invalid_boolean column_booleans_ambiguous [gesperrt 3]"},
		{entity.Number, []string{"1,5"}, ""}, {entity.Text, []string{"1.234"}, ""},
	} {
		got := ""
		if p := found(c.kind, c.cells...).Problem(); p != nil {
			got = fmt.Sprint(p.Code, " ", p.Reason, " ", p.Args)
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.cells, got, c.want)
		}
	}
}

// TestColumn_WhatIsSureReadsEveryNumber: a number that is read in any way is read in a way
// that is sure, and a column that is neither mixed nor ambiguous needs no format.
func TestColumn_WhatIsSureReadsEveryNumber(t *testing.T) {
	t.Parallel()
	field := entity.Field{Type: entity.Number}
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.StringMatching(`-?[0-9]{1,4}([.,' ][0-9]{1,3}){0,2}`), 0, 6).Draw(t, "cells")
		f := found(entity.Number, cells...)
		if f.State != Sure && f.State != Unseen {
			return
		}
		for _, cell := range cells {
			_, comma := field.Parse(cell, entity.Formats{Decimal: ','})
			_, dot := field.Parse(cell, entity.Formats{Decimal: '.'})
			if _, wrong := field.Parse(cell, f.Formats()); wrong != nil && (comma == nil || dot == nil) {
				t.Fatalf("%q in %q with %+v: %+v", cell, cells, f, wrong)
			}
		}
	})
}

// TestColumn_WhatIsSureReadsEveryDate is the same for dates.
func TestColumn_WhatIsSureReadsEveryDate(t *testing.T) {
	t.Parallel()
	field := entity.Field{Type: entity.Date}
	dates := rapid.OneOf(
		rapid.StringMatching(`(0?[1-9]|1[0-9]|2[0-9]|3[01])\.(0?[1-9]|1[0-2])\.2026`), rapid.StringMatching(`(0?[1-9]|1[0-2])\.(1[3-9]|2[0-8])\.2026`),
		rapid.StringMatching(`2026-0[1-9]-[0-2][1-9]`), rapid.StringMatching(`[1-9] (Mai|Dez\.) 2026`), rapid.SampledFrom([]string{"30.02.2026", "n/a", "46353", "20261231"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(dates, 0, 5).Draw(t, "cells")
		f := found(entity.Date, cells...)
		if f.State != Sure && f.State != Unseen {
			return
		}
		for _, cell := range cells {
			read := false
			for _, pattern := range candidates() {
				_, wrong := field.Parse(cell, entity.Formats{Date: pattern})
				read = read || wrong == nil
			}
			if _, wrong := field.Parse(cell, f.Formats()); read && wrong != nil {
				t.Fatalf("%q in %q with %+v: %+v", cell, cells, f, wrong)
			}
		}
	})
}

func BenchmarkColumn(b *testing.B) {
	for name, c := range map[string]struct {
		kind  entity.Type
		cells []string
	}{
		"numbers": {entity.Number, []string{"1.234,50", "12,50", "7"}},
		"dates":   {entity.Date, []string{"31.12.2026", "01.02.2026"}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			column := NewColumn(entity.Field{Type: c.kind})
			for i := 0; b.Loop(); i++ {
				column.Add(i, c.cells[i%len(c.cells)])
			}
		})
	}
}
