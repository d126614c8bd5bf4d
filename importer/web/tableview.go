package web

import (
	"net/url"
	"slices"
	"strconv"

	"bcimport/importer/web/table"
)

// rowsAPage is how many rows a screen shows at once.
const rowsAPage = 50

// tableView is a part of a table and the addresses of its other parts.
type tableView struct {
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
	Heads        []head
	Filters      []filter
	// Earlier and Later are the addresses of other parts; empty where there are none.
	FirstPage, Earlier, Later, LastPage string
	// Last is the place of the last row of the part.
	Last int
	// Empty reports whether the filter takes no row of those that there are.
	Empty bool
}

// head is the head of a column by which rows can be sorted.
type head struct {
	Name, Key string
	// Address sorts by it, the other way round where it does already; Sorted is the value of
	// aria-sort.
	Address, Sorted string
}

// filter chooses rows by a value.
type filter struct {
	Name, Key string // of the control, and in addresses
	Chosen    string
	Choices   []choice
}

type choice struct {
	Value, Name string
	Rows        int
}

// tableShape says how a screen calls the columns and the facets of its table in addresses.
type tableShape struct {
	columns []string // in the order of the table's
	facets  []string
}

// query is what an address asks of a table.
func (r *request) query(shape tableShape) table.Query {
	asked := r.URL.Query()
	if r.Method != "GET" { // a form holds the state of the screen that it stands on
		asked, _ = url.ParseQuery(r.PostFormValue("state"))
	}
	page, _ := strconv.Atoi(asked.Get("page"))
	q := table.Query{
		Sort: slices.Index(shape.columns, asked.Get("sort")), Descending: asked.Get("desc") != "",
		Page: page, Size: rowsAPage, Filter: table.Filter{Search: asked.Get("q"), Facets: map[int]string{}},
	}
	for i, name := range shape.facets {
		if value := asked.Get(name); value != "" {
			q.Facets[i] = value
		}
	}
	return q
}

// state is the part of an address that asks for a part of a table.
func (shape tableShape) state(q table.Query) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", q.Search)
	if q.Sort >= 0 {
		set("sort", shape.columns[q.Sort])
	}
	if q.Descending {
		set("desc", "1")
	}
	for i, name := range shape.facets {
		set(name, q.Facets[i])
	}
	if q.Page > 1 {
		set("page", strconv.Itoa(q.Page))
	}
	return v.Encode()
}

// view shows a part of a table below an address.
func (r *request) view(t *table.Table, screen string, shape tableShape, q table.Query) (tableView, error) {
	p, err := t.Page(r.Context(), q)
	if err != nil {
		return tableView{}, err
	}
	v := tableView{Page: p, Screen: screen, Search: q.Search, Descending: q.Descending, Last: p.First - 1 + len(p.Rows), Empty: p.Matches == 0 && p.Of > 0}
	if len(p.Rows) == 0 {
		v.Last = 0
	}
	if q.Sort >= 0 {
		v.Sort = shape.columns[q.Sort]
	}
	at := func(page int) string {
		q := q
		q.Page = page
		return address(screen, shape.state(q))
	}
	q.Page = p.Number
	v.State, v.Here = shape.state(q), at(p.Number)
	if p.Number > 1 {
		v.FirstPage, v.Earlier = at(1), at(p.Number-1)
	}
	if p.Number < p.Pages {
		v.Later, v.LastPage = at(p.Number+1), at(p.Pages)
	}
	return v, nil
}

func address(screen, state string) string {
	if state == "" {
		return screen
	}
	return screen + "?" + state
}

// heads are the heads of the columns with these names, the line's first.
func (shape tableShape) heads(screen string, q table.Query, line string, names ...string) []head {
	all := []head{shape.head(screen, q, table.InOrder, line)}
	for i, name := range names {
		all = append(all, shape.head(screen, q, i, name))
	}
	return all
}

func (shape tableShape) head(screen string, q table.Query, column int, name string) head {
	h := head{Name: name, Key: "line", Sorted: "none"}
	if column >= 0 {
		h.Key = shape.columns[column]
	}
	same := q.Sort == column
	switch {
	case same && q.Descending:
		h.Sorted = "descending"
	case same:
		h.Sorted = "ascending"
	}
	q.Sort, q.Page, q.Descending = column, 1, same && !q.Descending
	h.Address = address(screen, shape.state(q))
	return h
}
