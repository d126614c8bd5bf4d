package table

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// newTable holds rows of a line, a name and a city each, of groups by the city.
func newTable(t testing.TB, rows ...[2]string) *Table {
	t.Helper()
	table, err := New(t.TempDir(), Shape{Columns: 2, Facets: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := table.Close(); err != nil {
			t.Error(err)
		}
	})
	for i, r := range rows {
		if err := table.Append(Row{Line: i + 2, Cells: r[:], Facets: []string{r[1]}, Ticked: true}); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

// names returns the first cells of a page's rows, sorted in the end.
func names(t *testing.T, table *Table, q Query) []string {
	t.Helper()
	if q.Size == 0 {
		q.Size = 10
	}
	for {
		p, err := table.Page(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if p.Sorting {
			continue
		}
		var found []string
		for _, r := range p.Rows {
			found = append(found, r.Cells[0])
		}
		return found
	}
}

func some(t testing.TB) *Table {
	return newTable(t, [2]string{"Öztürk", "Köln"}, [2]string{"anna", "Bonn"}, [2]string{"Zoë", "Köln"}, [2]string{"Bär", "STRASSE"}, [2]string{"oskar", "Köln"})
}

func TestPage_SortsByAColumnWithoutCaseAndMarks(t *testing.T) {
	t.Parallel()
	table := some(t)
	if got, want := names(t, table, Query{Sort: 0}), []string{"anna", "Bär", "oskar", "Öztürk", "Zoë"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got, want := names(t, table, Query{Sort: 0, Descending: true, Size: 2, Page: 2}), []string{"oskar", "Bär"}; !slices.Equal(got, want) {
		t.Errorf("descending: %q", got)
	}
	if got, want := names(t, table, Query{Sort: InOrder, Descending: true, Size: 2, Page: 9}), []string{"Öztürk"}; !slices.Equal(got, want) {
		t.Errorf("a page behind the last: %q", got)
	}
	if got, want := names(t, table, Query{Sort: 1, Filter: Filter{Facets: map[int]string{0: "Köln"}}}), []string{"Öztürk", "Zoë", "oskar"}; !slices.Equal(got, want) {
		t.Errorf("equal texts are not in their order: %q", got)
	}
}

func TestPage_SearchesWithoutCase(t *testing.T) {
	t.Parallel()
	table := some(t)
	for text, want := range map[string][]string{
		"ÖZ": {"Öztürk"}, "oz": nil, "O\u0308z": {"Öztürk"}, "köln": {"Öztürk", "Zoë", "oskar"}, "straße": {"Bär"}, "a": {"anna", "Bär", "oskar"},
		"anna\x1fbonn": nil, "k\nanna": nil, "none": nil,
	} {
		if got := names(t, table, Query{Sort: InOrder, Filter: Filter{Search: text}}); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if got := names(t, table, Query{Sort: 0, Filter: Filter{Search: "o", Facets: map[int]string{0: "Köln"}}}); !slices.Equal(got, []string{"oskar", "Zoë"}) {
		t.Errorf("within a group: %q", got)
	}
}

func TestPage_ShowsWhatIsThereWhileRowsCome(t *testing.T) {
	t.Parallel()
	table := some(t)
	q := Query{Sort: 0, Size: 10, Filter: Filter{Search: "n"}}
	if got := names(t, table, q); !slices.Equal(got, []string{"anna", "Öztürk", "Zoë", "oskar"}[:1]) && len(got) != 4 {
		t.Errorf("got %q", got)
	}
	if err := table.Append(Row{Line: 7, Cells: []string{"Nina", "Ulm"}, Facets: []string{"Ulm"}}); err != nil {
		t.Fatal(err)
	}
	p, err := table.Page(t.Context(), Query{Size: 10})
	if err != nil || !p.Filling || p.Of != 6 || p.Matches != 6 {
		t.Errorf("got %+v, %v", p, err)
	}
	if got := names(t, table, q); got[len(got)-1] != "Nina" {
		t.Errorf("a row that came since is not behind those in order: %q", got)
	}
	table.Filled()
	if got := names(t, table, q); !slices.Contains(got[1:3], "Nina") {
		t.Errorf("the rows are not in order in the end: %q", got)
	}
}

func TestTick_TakesAnAddressAsAWhole(t *testing.T) {
	t.Parallel()
	table := newTable(t)
	for _, r := range []struct {
		line   int
		field  string
		joined bool
	}{{2, "city", true}, {3, "city", true}, {3, "email", false}, {3, "postalCode", true}, {4, "city", true}} {
		if err := table.Append(Row{Line: r.line, Cells: []string{r.field, ""}, Facets: []string{r.field}, Ticked: true, Joined: r.joined}); err != nil {
			t.Fatal(err)
		}
	}
	table.Tick([]int{3, -1, 99}, false)
	is := table.Ticks()
	if got := []bool{is(0), is(1), is(2), is(3), is(4), is(99)}; !slices.Equal(got, []bool{true, false, true, false, true, false}) {
		t.Errorf("got %v", got)
	}
	if err := table.TickAll(t.Context(), Filter{Facets: map[int]string{0: "city"}}, true); err != nil || table.Ticked() != 5 {
		t.Errorf("%d are ticked, %v", table.Ticked(), err)
	}
	if err := table.TickAll(t.Context(), Filter{Search: "EMAIL"}, false); err != nil || table.Ticked() != 4 {
		t.Errorf("%d are ticked, %v", table.Ticked(), err)
	}
	counts, err := table.Counts(t.Context(), Filter{}, 0)
	if err != nil || fmt.Sprint(counts) != "[{city 3 3 [3 0 0]} {email 1 0 [0 1 0]} {postalCode 1 1 [0 0 1]}]" {
		t.Errorf("got %v, %v", counts, err)
	}
}

func TestMarks_ComeBack(t *testing.T) {
	t.Parallel()
	table := newTable(t)
	for i := range 1000 {
		if err := table.Append(Row{Line: i, Cells: []string{"a", "b"}, Facets: []string{"c"}, Ticked: i%3 == 0}); err != nil {
			t.Fatal(err)
		}
	}
	marks := table.Marks()
	if err := table.TickAll(t.Context(), Filter{}, true); err != nil {
		t.Fatal(err)
	}
	table.SetMarks(marks[1:]) // of another table
	if table.Ticked() != 1000 {
		t.Errorf("marks of other rows are taken")
	}
	table.SetMarks(marks)
	if is := table.Ticks(); table.Ticked() != 334 || !is(999) || is(998) {
		t.Errorf("%d are ticked", table.Ticked())
	}
}

func TestCross_CountsByTwoFacets(t *testing.T) {
	t.Parallel()
	table, err := New(t.TempDir(), Shape{Columns: 1, Facets: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	for i, facets := range [][]string{{"email", "new"}, {"city", "other"}, {"city", "new"}, {"city", "other"}, {"phone", "other"}} {
		if err := table.Append(Row{Line: i, Cells: []string{"x"}, Facets: facets, Ticked: i != 3}); err != nil {
			t.Fatal(err)
		}
	}
	fields, kinds, err := table.Cross(t.Context(), Filter{}, 0, 1)
	if err != nil || fmt.Sprint(fields) != "[{city 3 2 [2 1]} {email 1 1 [0 1]} {phone 1 1 [1 0]}]" || fmt.Sprint(kinds) != "[{other 3 2 []} {new 2 2 []}]" {
		t.Errorf("%v, %v, %v", fields, kinds, err)
	}
	fields, _, err = table.Cross(t.Context(), Filter{Facets: map[int]string{1: "new"}}, 0, 1)
	if err != nil || fmt.Sprint(fields) != "[{email 1 1 [1]} {city 1 1 [1]}]" {
		t.Errorf("of a filter: %v, %v", fields, err)
	}
}

func TestTable_MayBeUsedWhileItIsFilled(t *testing.T) {
	t.Parallel()
	table := newTable(t)
	done := make(chan error, 1)
	go func() {
		for i := range 20_000 {
			if err := table.Append(Row{Line: i, Cells: []string{fmt.Sprint("Müller ", i), "x"}, Facets: []string{"x"}, Ticked: true}); err != nil {
				done <- err
				return
			}
		}
		table.Filled()
		done <- nil
	}()
	for working := true; working; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			working = false
		default:
		}
		p, err := table.Page(t.Context(), Query{Sort: 0, Size: 5, Page: 3, Filter: Filter{Search: "MÜLLER 1"}})
		if err != nil || p.Matches > p.Of {
			t.Fatalf("got %+v, %v", p, err)
		}
		table.Tick([]int{1, 2}, false)
	}
	if got := names(t, table, Query{Sort: 0, Size: 3, Filter: Filter{Search: "müller 1999"}}); !slices.Equal(got, []string{"Müller 1999", "Müller 19990", "Müller 19991"}) {
		t.Errorf("got %q", got)
	}
	if table.Ticked() != 19_998 {
		t.Errorf("%d are ticked", table.Ticked())
	}
}

func TestTable_LeavesNoFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	table, err := New(folder, Shape{Columns: 1})
	if err == nil {
		err = table.Append(Row{Cells: []string{strings.Repeat("x", 2*flushAt)}})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Append(Row{}); err == nil {
		t.Error("a row of another shape was taken")
	}
	table.Filled()
	for range 2 {
		if err := table.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	if _, err := table.Page(t.Context(), Query{}); err == nil {
		t.Error("a closed table shows a page")
	}
}

func TestPage_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := some(t).Page(ctx, Query{Filter: Filter{Search: "a"}}); err == nil {
		t.Error("a search goes on")
	}
}

// million is a table as the plan of a million changes has it.
func million(b *testing.B) *Table {
	b.Helper()
	table, err := New(b.TempDir(), Shape{Columns: 5, Facets: 2})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { table.Close() })
	b.ResetTimer()
	fields := []string{"email", "phoneNumber", "city", "lastName"}
	for i := range 1_000_000 {
		field := fields[i%4]
		r := Row{Line: 2 + i/4, Ticked: true, Facets: []string{field, "value"}, Cells: []string{
			fmt.Sprintf("CT%06d", i/4*7919%250_000), fmt.Sprintf("Jörg Müller %d", i%9973), field, fmt.Sprintf("alt.%d@example.com", i*31%1_000_003), fmt.Sprintf("neu.%d@example.com", i),
		}}
		if err := table.Append(r); err != nil {
			b.Fatal(err)
		}
	}
	table.Filled()
	return table
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		million(b)
	}
}

// BenchmarkPage shows pages of a million rows; a search is another each time.
func BenchmarkPage(b *testing.B) {
	table := million(b)
	began := time.Now()
	table.work.Wait()
	b.Logf("the orders of 5 columns took %v more", time.Since(began))
	for name, q := range map[string]Query{
		"first":           {Sort: InOrder, Page: 1},
		"last":            {Sort: InOrder, Page: 20_000},
		"sorted first":    {Sort: 3, Page: 1},
		"sorted last":     {Sort: 3, Page: 20_000},
		"sorted filtered": {Sort: 3, Page: 4_000, Filter: Filter{Facets: map[int]string{0: "city"}}},
		"search few":      {Sort: 3, Page: 1, Filter: Filter{Search: "MÜLLER 4711"}},
		"search many":     {Sort: 3, Page: 9_000, Filter: Filter{Search: "e"}},
		"search none":     {Sort: InOrder, Page: 1, Filter: Filter{Search: "nirgends"}},
	} {
		b.Run(name, func(b *testing.B) {
			q.Size = 50
			for b.Loop() {
				table.matches.last = nil
				if p, err := table.Page(b.Context(), q); err != nil || p.Sorting {
					b.Fatal(p, err)
				}
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := table.Counts(b.Context(), Filter{}, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sort", func(b *testing.B) {
		s, _ := table.snapshot()
		for b.Loop() {
			sorted(b.Context(), s, 3)
		}
	})
}
