package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/importer/layout"
	"bcimport/mapping"
)

// failing ends its rows with an error.
type failing struct {
	listedRows
	err error
}

func (f *failing) Next() (importer.Row, error) {
	if len(f.rows) == 0 {
		return importer.Row{}, f.err
	}
	return f.listedRows.Next()
}

func phoneBook(t testing.TB, keys []string) ([]importer.Row, *mapping.Bound, *layout.Table) {
	t.Helper()
	m, err := mapping.Parse("m.yaml", []byte("version: 1\nkey: {column: No., match: number}\nfields: {firstName: First, lastName: Last, email: Mail}\n"))
	if err != nil {
		t.Fatal(err)
	}
	header := []string{"No.", "First", "Last", "Mail"}
	columns, err := m.Bind(header)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]importer.Row, len(keys))
	for i, key := range keys {
		record := []string{key, "Anna", "Berg", fmt.Sprintf("a%d@b.example", i)}
		if i%7 == 3 {
			record = []string{key, "", "", ""}
		}
		rows[i] = importer.Row{Seq: i, Line: i + 2, Record: record, Raw: []byte(fmt.Sprint(record))}
		if i%11 == 5 {
			rows[i].Problem = importer.MissingCells(4, 5)
		}
	}
	return rows, columns, NewTable(header, columns)
}

// TestEach_TakesRowsAsIfTheLayoutHadBeenKnown: a first pass that takes rows as records
// before it knows the layout, and reads the rest again, takes every row as one does that
// knows it.
func TestEach_TakesRowsAsIfTheLayoutHadBeenKnown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{
			"CT000001", "CT000002", "ct 3", "a@b.example", "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10", "Total", "No.", "", "---", "Norden", "#N/A", "Stand: 1",
		}), 0, 30).Draw(r, "keys")
		certain := rapid.IntRange(0, 600).Draw(r, "certain")
		for i := range certain {
			keys = append([]string{fmt.Sprintf("CT%06d", i)}, keys...)
		}
		rows, columns, table := phoneBook(t, keys)
		mapper := func(l *layout.Layout) *Mapper {
			m := Map(importer.CustomerContacts(), &failing{listedRows{rows}, io.EOF}, columns, mapping.MatchNumber, importer.KeyGUID)
			m.Skip(table, l)
			return m
		}
		var want, got []importer.Entry
		surveyor := layout.NewSurveyor(table)
		for _, row := range rows {
			surveyor.Add(row.Seq, row.Record)
		}
		m := mapper(surveyor.Layout())
		for range rows {
			e, err := m.Next()
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, e)
		}
		keep := func(e *importer.Entry) error { got = append(got, *e); return nil }
		surveyor = layout.NewSurveyor(table)
		m = mapper(nil)
		m.Survey(surveyor)
		first := m.Each(r.Context(), keep)
		m = mapper(surveyor.Layout())
		if err := errors.Join(first, m.Pass(surveyor.Certain()), m.Each(r.Context(), keep)); err != nil {
			r.Fatal(err)
		}
		if surveyor.Certain() < certain || len(got) != len(want) {
			r.Fatalf("%d certain of %d, %d entries, want %d", surveyor.Certain(), certain, len(got), len(want))
		}
		for i := range got {
			if !reflect.DeepEqual(got[i], want[i]) {
				r.Fatalf("row %d of %q is %+v, want %+v", i, keys, got[i], want[i])
			}
		}
	})
}

// TestEach_EndsWithTheFirstError: what stands before an error is shown, and every
// goroutine has ended.
func TestEach_EndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	keys := make([]string, 3*blockRows+7)
	for i := range keys {
		keys[i] = fmt.Sprintf("CT%06d", i)
	}
	rows, columns, _ := phoneBook(t, keys)
	stopped, stop := context.WithCancel(t.Context())
	for name, c := range map[string]struct {
		ctx  context.Context
		end  error
		see  func(seen int) error
		want error
		seen int
	}{
		"of the rows": {t.Context(), broken, func(int) error { return nil }, broken, len(rows)},
		"of see": {t.Context(), io.EOF, func(seen int) error {
			if seen == blockRows+3 {
				return broken
			}
			return nil
		}, broken, blockRows + 3},
		"of the context": {stopped, io.EOF, func(seen int) error {
			if seen == 2 {
				stop()
			}
			return nil
		}, context.Canceled, -1},
	} {
		seen := 0
		m := Map(importer.CustomerContacts(), &failing{listedRows{rows}, c.end}, columns, mapping.MatchNumber, importer.KeyGUID)
		err := m.Each(c.ctx, func(*importer.Entry) error { seen++; return c.see(seen) })
		if !errors.Is(err, c.want) || c.seen >= 0 && seen != c.seen || seen == len(rows)+1 {
			t.Errorf("%s: %d rows seen, %v", name, seen, err)
		}
	}
}
