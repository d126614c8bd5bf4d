package sandbox

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

// query is what the options and headers of a read ask for.
type query struct {
	filter, selected string
	withIn           bool // $schemaversion=2.1
	top, skip        int  // top is -1 where it is not given
	from             int  // the position that $skiptoken stands for
	page             int
	preferred        bool   // the client asked for its own page size
	others           string // the raw query without $skiptoken
}

// parseQuery reads the query options. A plus is a plus and not a blank: the
// documentation requires spaces as %20. Unknown options are ignored, as
// the real service does; known ones that the sandbox lacks are a 501.
func parseQuery(x *exchange) (query, error) {
	q := query{top: -1, page: maxPage}
	var others []string
	for part := range strings.SplitSeq(x.query, "&") {
		rawName, rawValue, _ := strings.Cut(part, "=")
		name, err := url.PathUnescape(rawName)
		if err != nil {
			return q, badRequest("The query option '%s' is not well encoded.", rawName)
		}
		value, err := url.PathUnescape(rawValue)
		if err != nil {
			return q, badRequest("The value of '%s' is not well encoded.", name)
		}
		if err := q.set(name, value); err != nil {
			return q, err
		}
		if name != "$skiptoken" && part != "" {
			others = append(others, part)
		}
	}
	q.others = strings.Join(others, "&")
	q.prefer(x.header)
	return q, nil
}

func (q *query) set(name, value string) (err error) {
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
		return notImplemented("The sandbox does not know the query option '%s'.", name)
	}
	return err
}

func parseNatural(name, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, badRequest("Invalid value '%s' for %s query option found.", value, name)
	}
	return n, nil
}

// prefer reads odata.maxpagesize, which lowers the page and never raises it.
func (q *query) prefer(header http.Header) {
	for _, name := range []string{"odata.maxpagesize", "maxpagesize"} {
		value, found := prefers(header, name)
		if !found {
			continue
		}
		if n, err := strconv.Atoi(value); err == nil && n > 0 {
			q.page, q.preferred = min(n, maxPage), true
			return
		}
	}
}

func skipToken(position int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("position;" + strconv.Itoa(position)))
}

func parseSkipToken(token string) (int, error) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	number, found := strings.CutPrefix(string(text), "position;")
	position, numberErr := strconv.Atoi(number)
	if err != nil || !found || numberErr != nil || position < 0 {
		return 0, refuse(http.StatusBadRequest, "SkipTokenIsNoLongerValid", "The skip token is no longer valid.")
	}
	return position, nil
}

// view is one set as a reader may see it.
type view[T any] struct {
	set  *entitySet[T]
	size int
	at   func(position int) *T // nil where the set does not show the record
	find func(column string, values []string) (positions []int, indexed bool)
	show func(*T) *T // what is shown in a record's place, by a fault
}

// list writes the page that q asks for. link is the URL of the request without
// its query.
func (v view[T]) list(q query, context, link string) ([]byte, error) {
	f, err := v.set.parseFilter(q.filter, q.withIn)
	if err != nil {
		return nil, err
	}
	chosen, err := v.set.selection(q.selected)
	if err != nil {
		return nil, err
	}
	limit := q.page
	if q.top >= 0 {
		limit = min(limit, q.top)
	}
	b := appendString([]byte(`{"@odata.context":`), context)
	b = append(b, `,"value":[`...)
	count, skip, next := 0, q.skip, -1
	if q.from > 0 {
		skip = 0 // the first page has skipped already
	}
	positions, rest := v.positions(f, q.from)
	for position := range positions {
		record := v.at(position)
		if record == nil || !v.set.matches(rest, record) {
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
		b = v.set.appendRecord(b, v.show(record), "", chosen)
		count++
	}
	b = append(b, ']')
	if next >= 0 && q.top < 0 { // with $top there is no nextLink
		b = append(b, `,"@odata.nextLink":`...)
		b = appendString(b, link+"?"+q.others+strings.Repeat("&", min(1, len(q.others)))+"$skiptoken="+skipToken(next))
	}
	return append(b, '}'), nil
}

// positions returns the positions that may match, in order, from one on, and what is still to
// be asked of them: found by an index where the filter names what has one, else all.
func (v view[T]) positions(f filter, from int) (positions iter.Seq[int], rest filter) {
	for n, c := range f {
		if found, indexed := v.find(v.set.columns[c.column].name, c.values); indexed {
			found = slices.DeleteFunc(found, func(i int) bool { return i < from })
			slices.Sort(found)
			return slices.Values(slices.Compact(found)), slices.Concat(f[:n], f[n+1:])
		}
	}
	all := func(yield func(int) bool) {
		for i := from; i < v.size && yield(i); i++ {
		}
	}
	return all, f.withSets()
}
