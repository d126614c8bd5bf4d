package businesscentral

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// lookupOf returns the set and the field in which a lookup finds its record. customerContacts
// has no numbers, but contacts has; its ids are those of the same people in customerContacts: both are the
// SystemId of table Contact.
func (c *Client) lookupOf(by mapping.Match) (set, field string) {
	if c.entity.Set == entity.CustomerContacts && by == mapping.MatchNumber {
		return "contacts", "number"
	}
	return c.set, string(by)
}

// Find resolves keys by any text field of the set, many in one request where possible.
func (c *Client) Find(ctx context.Context, lookups []importer.Lookup) ([]importer.Found, error) {
	found := make([]importer.Found, len(lookups))
	indexes := map[mapping.Match][]int{}
	var kinds []mapping.Match
	for i, l := range lookups {
		found[i].Lookup = l
		if indexes[l.By] == nil {
			kinds = append(kinds, l.By)
		}
		indexes[l.By] = append(indexes[l.By], i)
	}
	for _, by := range kinds {
		s := batching.Splitter{Batch: c.lookups.of(by), Log: c.config.Log}
		s.Fits = func(indexes []int) int {
			return odata.Fit(c.filterLink(by, ""), indexes, func(i int) string { return c.keyTerm(lookups[i]) })
		}
		s.Together = func(indexes []int) (batching.Result, importer.Fault, error) {
			return c.findTogether(ctx, found, indexes)
		}
		s.Alone = func(i int) (bool, error) {
			err := c.findAlone(ctx, &found[i])
			return found[i].Disposition == importer.Refused, err
		}
		if _, err := s.Serve(indexes[by]); err != nil {
			return found, stopReason(ctx, err)
		}
	}
	c.explainFound(ctx, found)
	return found, nil
}

// filterLink returns the URL of the ids and keys of the records that match a filter.
func (c *Client) filterLink(by mapping.Match, filter string) string {
	set, field := c.lookupOf(by)
	return c.root + "/" + c.company + set + "?$filter=" + odata.QueryEscape(filter) + "&$select=" + c.entity.Key + "," + field
}

// keyTerm returns the filter condition for a key.
func (c *Client) keyTerm(l importer.Lookup) string {
	_, field := c.lookupOf(l.By)
	return field + " eq " + odata.Literal(l.Key)
}

// findAlone looks one key up.
func (c *Client) findAlone(ctx context.Context, found *importer.Found) error {
	l := found.Lookup
	_, field := c.lookupOf(l.By)
	f := importer.Found{Lookup: l, Disposition: importer.Confirmed}
	r, unusable, err := c.pages(ctx, call{url: c.filterLink(l.By, c.keyTerm(l))}, func(body []byte) (string, error) {
		page, next, err := records.Keys(body, c.entity.Key, field)
		for _, k := range page {
			if strings.EqualFold(trimmed(k.Key), trimmed(l.Key)) {
				f.IDs = appendNew(f.IDs, k.ID)
			}
		}
		return next, err
	})
	if err != nil {
		return err
	}
	if unusable != nil || !r.succeeded() {
		f.IDs = nil
		f.Disposition, f.Fault = r.failure(unusable)
		c.countRetry(f.Disposition, r)
	}
	*found = f
	return companyGone(f.Fault)
}

// findTogether looks keys of one kind up in one list. A key that the list does not find is
// looked up alone before it counts as not found.
func (c *Client) findTogether(ctx context.Context, found []importer.Found, indexes []int) (batching.Result, importer.Fault, error) {
	by := found[indexes[0]].Lookup.By
	_, field := c.lookupOf(by)
	terms := make([]string, len(indexes))
	ids := make(map[string][]string, len(indexes)) // by key
	for i, index := range indexes {
		terms[i] = c.keyTerm(found[index].Lookup)
		ids[odata.Fold(found[index].Lookup.Key)] = nil
	}
	r, unusable, err := c.pages(ctx, call{url: c.filterLink(by, odata.AnyOf(terms))}, func(body []byte) (string, error) {
		page, next, err := records.Keys(body, c.entity.Key, field)
		for _, k := range page {
			key := odata.Fold(k.Key)
			if known, asked := ids[key]; asked {
				ids[key] = appendNew(known, k.ID)
			}
		}
		return next, err
	})
	if err != nil {
		return batching.Served, importer.Fault{}, err
	}
	if unusable != nil {
		return batching.Malformed, r.unusable(unusable), nil
	}
	if !r.succeeded() {
		return c.foundFault(found, indexes, r)
	}
	c.lookups.of(by).Succeeded(len(indexes))
	for _, index := range indexes {
		f := &found[index]
		if f.IDs = ids[odata.Fold(f.Lookup.Key)]; len(f.IDs) > 0 {
			f.Disposition = importer.Confirmed
			continue
		}
		if err := c.findAlone(ctx, f); err != nil {
			return batching.Served, importer.Fault{}, err
		}
	}
	return batching.Served, importer.Fault{}, nil
}

// foundFault gives all keys of a list its fault, unless they are to be looked up in another
// way.
func (c *Client) foundFault(found []importer.Found, indexes []int, r reply) (batching.Result, importer.Fault, error) {
	end, f := r.failure(nil)
	c.countRetry(end, r)
	result := resultOf(r, f.Code)
	if result == batching.Served || result == batching.Slow {
		for _, index := range indexes {
			found[index].Disposition, found[index].Fault = end, f
		}
	}
	return result, f, companyGone(f)
}

// appendNew appends an id that is not there yet: a record may be on two pages when others
// change between the requests.
func appendNew(ids []string, id string) []string {
	if slices.ContainsFunc(ids, func(known string) bool { return strings.EqualFold(known, id) }) {
		return ids
	}
	return append(ids, id)
}

// trimmed returns a key without the blanks around it, which are not part of it.
func trimmed(key string) string { return strings.TrimSpace(key) }

// pages reads the pages of a list; page takes one and returns the link to the next. The reply
// is that of the last page; unusable says what is wrong with a success. The error is that of
// do.
func (c *Client) pages(ctx context.Context, call call, page func(body []byte) (next string, err error)) (r reply, unusable, err error) {
	call.method, call.maxBytes, call.count = http.MethodGet, maxList, countRead
	for pages := 1; ; pages++ {
		r, err = c.do(ctx, call)
		if err != nil || !r.succeeded() {
			return r, nil, err
		}
		next, unusable := page(r.body)
		if unusable == nil {
			next, unusable = odata.NextPage(call.url, next, pages)
		}
		if unusable != nil || next == "" {
			return r, unusable, nil
		}
		call.url = next
	}
}
