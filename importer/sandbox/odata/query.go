package odata

import (
	"encoding/base64"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxPage is the most records in one answer.
const maxPage = 20000

// Query is what the options and headers of a read ask for.
type Query struct {
	filter, selected string
	withIn           bool // $schemaversion=2.1
	top, skip        int  // top is -1 where it is not given
	from             int  // the position that $skiptoken stands for
	page             int
	preferred        bool   // the client asked for its own page size
	others           string // the raw query without $skiptoken
}

// ParseQuery reads the options of a URL's query and the preferences. A plus is a plus and not a blank: the
// documentation requires spaces as %20. Unknown options are ignored, as
// the real service does; known ones that the sandbox lacks are a 501.
func ParseQuery(text string, header http.Header) (Query, error) {
	q := Query{top: -1, page: maxPage}
	var others []string
	for part := range strings.SplitSeq(text, "&") {
		rawName, rawValue, _ := strings.Cut(part, "=")
		name, err := url.PathUnescape(rawName)
		if err != nil {
			return q, BadRequest("The query option '%s' is not well encoded.", rawName)
		}
		value, err := url.PathUnescape(rawValue)
		if err != nil {
			return q, BadRequest("The value of '%s' is not well encoded.", name)
		}
		if err := q.set(name, value); err != nil {
			return q, err
		}
		if name != "$skiptoken" && part != "" {
			others = append(others, part)
		}
	}
	q.others = strings.Join(others, "&")
	q.prefer(header)
	return q, nil
}

func (q *Query) set(name, value string) (err error) {
	switch name {
	case "$filter":
		q.filter = value
	case "$select":
		q.selected = value
	case "$schemaversion":
		q.withIn = value == "2.1"
	case "$top":
		q.top, err = parseNatural(name, value)
	case "$skip":
		q.skip, err = parseNatural(name, value)
	case "$skiptoken":
		q.from, err = parseSkipToken(value)
	case "$orderby", "$expand", "$count", "$search", "$apply":
		return NotImplemented("The sandbox does not know the query option '%s'.", name)
	}
	return err
}

func parseNatural(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, BadRequest("Invalid value '%s' for %s query option found.", value, name)
	}
	return n, nil
}

// prefer reads odata.maxpagesize, which lowers the page and never raises it.
func (q *Query) prefer(header http.Header) {
	for _, name := range []string{"odata.maxpagesize", "maxpagesize"} {
		value, found := Preference(header, name)
		if !found {
			continue
		}
		if n, err := strconv.Atoi(value); err == nil && n > 0 {
			q.page, q.preferred = min(n, maxPage), true
			return
		}
	}
}

// PageSize returns the most records of a page and reports whether the client asked for it.
func (q *Query) PageSize() (size int, preferred bool) { return q.page, q.preferred }

func skipToken(position int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("position;" + strconv.Itoa(position)))
}

func parseSkipToken(token string) (int, error) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	number, found := strings.CutPrefix(string(text), "position;")
	position, numberErr := strconv.Atoi(number)
	if err != nil || !found || numberErr != nil || position < 0 {
		return 0, Refuse(http.StatusBadRequest, "SkipTokenIsNoLongerValid", "The skip token is no longer valid.")
	}
	return position, nil
}

// View is one set as a reader may see it.
type View[T any] struct {
	Set  *EntitySet[T]
	Size int
	At   func(position int) *T // nil where the set does not show the record
	Find func(column string, values []string) (positions []int, indexed bool)
	Show func(*T) *T // what is shown in a record's place, by a fault
}

// List writes the page that q asks for. link is the URL of the request without
// its query.
func (v View[T]) List(q Query, context, link string) ([]byte, error) {
	f, err := v.Set.parseFilter(q.filter, q.withIn)
	if err != nil {
		return nil, err
	}
	chosen, err := v.Set.Selection(q)
	if err != nil {
		return nil, err
	}
	limit := q.page
	if q.top >= 0 {
		limit = min(limit, q.top)
	}
	b := AppendString([]byte(`{"@odata.context":`), context)
	b = append(b, `,"value":[`...)
	count, skip, next := 0, q.skip, -1
	if q.from > 0 {
		skip = 0 // the first page has skipped already
	}
	positions, rest := v.positions(f, q.from)
	for position := range positions {
		record := v.At(position)
		if record == nil || !v.Set.matches(rest, record) {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if count == limit {
			next = position
			break
		}
		if count > 0 {
			b = append(b, ',')
		}
		b = v.Set.append(b, v.Show(record), "", chosen)
		count++
	}
	b = append(b, ']')
	if next >= 0 && q.top < 0 { // with $top there is no nextLink
		b = append(b, `,"@odata.nextLink":`...)
		b = AppendString(b, link+"?"+q.others+strings.Repeat("&", min(1, len(q.others)))+"$skiptoken="+skipToken(next))
	}
	return append(b, '}'), nil
}

// positions returns the positions that may match, in order, from one on, and what is still to
// be asked of them: found by an index where the filter names what has one, else all.
func (v View[T]) positions(f filter, from int) (positions iter.Seq[int], rest filter) {
	for n, c := range f {
		if len(c.tests) > 0 {
			continue
		}
		if found, indexed := v.Find(v.Set.Columns[c.column].Name, c.values); indexed {
			found = slices.DeleteFunc(found, func(i int) bool { return i < from })
			slices.Sort(found)
			return slices.Values(slices.Compact(found)), slices.Concat(f[:n], f[n+1:])
		}
	}
	all := func(yield func(int) bool) {
		for i := from; i < v.Size && yield(i); i++ {
		}
	}
	return all, f.withSets()
}
