package tables

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"bcimport/importer/web/table"
)

// RowsAPage is how many rows a screen shows at once.
const RowsAPage = 50

// View is a part of a table and the addresses of its other parts.
type View struct {
	table.Page
	// Here is the address of the part, State what of it says which: sort, filter and page.
	Here  string
	State string
	// Screen is the address without that.
	Screen string
	// Search is what was searched for, Sort and Descending the order, and Filters what rows
	// are filtered by.
	Search, Sort string
	Descending   bool
	Heads        []Head
	Filters      []Filter
	// Earlier and Later are the addresses of other parts; empty where there are none.
	FirstPage, Earlier, Later, LastPage string
	// Last is the place of the last row of the part.
	Last int
	// Empty reports whether the filter takes no row of those that there are.
	Empty bool
}

// Head is the head of a column by which rows can be sorted.
type Head struct {
	Name, Key string
	// Address sorts by it, the other way round where it does already; Sorted is the value of
	// aria-sort.
	Address, Sorted string
}

// Filter chooses rows by a value.
type Filter struct {
	Name, Key string // of the control, and in addresses
	Chosen    string
	Choices   []Choice
}

// Choice is one of the values.
type Choice struct {
	Value, Name string
	Rows        int
}

// Shape says how a screen calls the columns and the facets of its table in addresses.
type Shape struct {
	Columns []string // in the order of the table's
	Facets  []string
	Size    int // rows that a screen shows at once; 0 is RowsAPage
}

// table is how the table calls it.
func (shape Shape) table() table.Shape {
	return table.Shape{Columns: len(shape.Columns), Facets: len(shape.Facets)}
}

// Query is what the state of an address asks of a table.
func (shape Shape) Query(asked url.Values) table.Query {
	page, _ := strconv.Atoi(asked.Get("page"))
	q := table.Query{
		Sort: slices.Index(shape.Columns, asked.Get("sort")), Descending: asked.Get("desc") != "",
		Page: page, Size: cmp.Or(shape.Size, RowsAPage), Filter: table.Filter{Search: asked.Get("q"), Facets: map[int]string{}},
	}
	for i, name := range shape.Facets {
		if value := asked.Get(name); value != "" {
			q.Facets[i] = value
		}
	}
	return q
}

// State is the part of an address that asks for a part of a table.
func (shape Shape) State(q table.Query) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", q.Search)
	if q.Sort >= 0 {
		set("sort", shape.Columns[q.Sort])
	}
	if q.Descending {
		set("desc", "1")
	}
	for i, name := range shape.Facets {
		set(name, q.Facets[i])
	}
	if q.Page > 1 {
		set("page", strconv.Itoa(q.Page))
	}
	return v.Encode()
}

// View shows a part of a table below an address.
func (shape Shape) View(ctx context.Context, t *table.Table, screen string, q table.Query) (View, error) {
	p, err := t.Page(ctx, q)
	if err != nil {
		return View{}, err
	}
	v := View{Page: p, Screen: screen, Search: q.Search, Descending: q.Descending, Last: p.First - 1 + len(p.Rows), Empty: p.Matches == 0 && p.Of > 0}
	if len(p.Rows) == 0 {
		v.Last = 0
	}
	if q.Sort >= 0 {
		v.Sort = shape.Columns[q.Sort]
	}
	at := func(page int) string {
		q := q
		q.Page = page
		return Address(screen, shape.State(q))
	}
	q.Page = p.Number
	v.State, v.Here = shape.State(q), at(p.Number)
	if p.Number > 1 {
		v.FirstPage, v.Earlier = at(1), at(p.Number-1)
	}
	if p.Number < p.Pages {
		v.Later, v.LastPage = at(p.Number+1), at(p.Pages)
	}
	return v, nil
}

// Address is that of a screen in a state.
func Address(screen, state string) string {
	if state == "" {
		return screen
	}
	return screen + "?" + state
}

// Heads are the heads of the columns with these names, the line's first.
func (shape Shape) Heads(screen string, q table.Query, line string, names ...string) []Head {
	all := []Head{shape.head(screen, q, table.InOrder, line)}
	for i, name := range names {
		all = append(all, shape.head(screen, q, i, name))
	}
	return all
}

func (shape Shape) head(screen string, q table.Query, column int, name string) Head {
	h := Head{Name: name, Key: "line", Sorted: "none"}
	if column >= 0 {
		h.Key = shape.Columns[column]
	}
	same := q.Sort == column
	switch {
	case same && q.Descending:
		h.Sorted = "descending"
	case same:
		h.Sorted = "ascending"
	}
	q.Sort, q.Page, q.Descending = column, 1, same && !q.Descending
	h.Address = Address(screen, shape.State(q))
	return h
}
