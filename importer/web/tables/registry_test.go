package tables_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"testing"

	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
)

func shape() tables.Shape {
	return tables.Shape{Columns: []string{"name", "city"}, Facets: []string{"country"}}
}

// of makes a table of a row, and counts how often that was done.
func of(name string, made *int) func() tables.Filling {
	return func() tables.Filling {
		*made++
		return tables.Filling{Shape: shape(), Kind: jobs.Survey, Fill: func(_ context.Context, t *table.Table, _ jobs.Tell) (any, error) {
			return name, t.Append(table.Row{Cells: []string{name, "Köln"}, Facets: []string{"DE"}})
		}}
	}
}

func TestRegistry_MakesATableOnceUntilWhatItIsOfHasChanged(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	work := jobs.New(t.Context())
	defer work.Close()
	var all tables.Registry
	made := 0
	first, err := all.Of(work, "a", "1", folder, of("Anna", &made))
	if err != nil {
		t.Fatal(err)
	}
	<-first.Job.Done()
	if again, err := all.Of(work, "a", "1", folder, of("Anna", &made)); err != nil || again != first || made != 1 {
		t.Errorf("made %d times, %v", made, err)
	}
	other, err := all.Of(work, "a", "2", folder, of("Ute", &made))
	if err != nil || other == first || made != 2 {
		t.Fatalf("made %d times, %v", made, err)
	}
	if _, err := first.Page(t.Context(), table.Query{}); err == nil {
		t.Error("the table before it was not dropped")
	}
	for i := range 20 { // those that nobody looks at are dropped
		one, err := all.Of(work, fmt.Sprint("b", i), "", folder, of("x", &made))
		if err != nil {
			t.Fatal(err)
		}
		<-one.Job.Done()
	}
	if _, err := other.Page(t.Context(), table.Query{}); err == nil {
		t.Error("all tables are kept")
	}
	if err := all.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestShape_AStateIsReadBack(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"", "q=%C3%B6+%26", "country=DE&desc=1&page=7&q=x&sort=city", "sort=name"} {
		asked, err := url.ParseQuery(state)
		if err != nil {
			t.Fatal(err)
		}
		if got := shape().State(shape().Query(asked)); got != state {
			t.Errorf("%q comes back as %q", state, got)
		}
	}
	asked, _ := url.ParseQuery("sort=none&page=-3&desc=1&other=x&country=")
	if q := shape().Query(asked); q.Sort != table.InOrder || len(q.Facets) != 0 {
		t.Errorf("got %+v", q)
	}
}

func TestView_LeadsToTheOtherPages(t *testing.T) {
	t.Parallel()
	all, err := table.New(t.TempDir(), table.Shape{Columns: 2, Facets: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	for i := range 120 {
		if err := all.Append(table.Row{Line: i, Cells: []string{"a", "b"}, Facets: []string{"DE"}}); err != nil {
			t.Fatal(err)
		}
	}
	asked, _ := url.ParseQuery("page=2&country=DE")
	v, err := shape().View(t.Context(), all, "/s", shape().Query(asked))
	if err != nil || v.First != 51 || v.Last != 100 || v.Earlier != "/s?country=DE" || v.Later != "/s?country=DE&page=3" || v.LastPage != v.Later || v.State != "country=DE&page=2" {
		t.Errorf("got %+v, %v", v, err)
	}
	heads := shape().Heads("/s", shape().Query(url.Values{"sort": {"city"}, "page": {"2"}}), "Line", "Name", "City")
	if heads[0].Address != "/s" || heads[1].Address != "/s?sort=name" || heads[2].Address != "/s?desc=1&sort=city" || heads[2].Sorted != "ascending" {
		t.Errorf("got %+v", heads)
	}
}
