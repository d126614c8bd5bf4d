package businesscentral

import (
	"context"
	"net/http"
	"slices"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/odata"
)

// listable reports whether a list can be filtered by the ids. Where $metadata declares no
// key, it is unknown how to write one in a filter.
func (c *Client) listable(ids []string) bool {
	switch c.schema.Key {
	case importer.KeyGUID:
		return len(ids) > 1 && !slices.ContainsFunc(ids, func(id string) bool { return !importer.IsGUID(id) })
	case importer.KeyString:
		return len(ids) > 1
	}
	return false
}

// idTerm returns the filter condition for an id.
func (c *Client) idTerm(id string) string {
	if c.schema.Key == importer.KeyString {
		id = odata.Literal(id)
	}
	return c.entity.Key + " eq " + id
}

// contactsLink returns the URL of the list of contacts that meet one of the conditions.
func (c *Client) contactsLink(f listForm, terms []string) string {
	link := c.root + "/" + c.company + c.set + "?$filter=" + odata.QueryEscape(odata.AnyOf(terms))
	if f == selected {
		link += "&$select=" + c.records.Select()
	}
	return link
}

// readTogether reads contacts in one list, and alone those that the list does not give
// unambiguously.
func (c *Client) readTogether(ctx context.Context, ids []string, answers []importer.Response, indexes []int) (batching.Result, importer.Fault, error) {
	l, r, unusable, err := c.trustedList(ctx, ids, answers, indexes)
	switch {
	case err != nil:
		return batching.Served, importer.Fault{}, err
	case l == nil:
		return batching.Unsupported, importer.Fault{}, nil
	case unusable != nil:
		return batching.Malformed, r.unusable(unusable), nil
	case !r.succeeded():
		return c.listFault(answers, indexes, r)
	}
	return c.listed(ctx, l, r, answers)
}

// trustedList reads a list in a form whose eTags equal those of single reads. It returns nil
// if there is no such form.
func (c *Client) trustedList(ctx context.Context, ids []string, answers []importer.Response, indexes []int) (l *listResult, r reply, unusable, err error) {
	f, verified, err := c.listSupport.acquireForm(ctx)
	if err != nil {
		return nil, r, nil, err
	}
	if !verified {
		defer c.listSupport.releaseForm()
	}
	for ; f < noList; f++ {
		l = c.newListResult(ids, indexes)
		r, unusable, err = c.pages(ctx, call{url: c.contactsLink(f, l.terms), header: primary, took: &c.reads}, l.page)
		if err != nil || unusable != nil || !r.succeeded() || verified {
			return l, r, unusable, err
		}
		if givenUp, err := c.verifyListETag(ctx, l, f, answers); err != nil || !givenUp {
			return l, r, nil, err
		}
	}
	return nil, r, nil, nil
}

// primary requests the values of the primary, not of a replica.
var primary = map[string]string{"Data-Access-Intent": "ReadWrite"}

// listFault gives all contacts of a list its fault, unless they are to be read in another
// way. For a URL that is too long, 500 was measured as well as 400.
func (c *Client) listFault(answers []importer.Response, indexes []int, r reply) (batching.Result, importer.Fault, error) {
	end, fault := r.failure(nil)
	c.countRetry(end, r)
	result := resultOf(r, fault.Code)
	if result == batching.Served || result == batching.Slow {
		for _, index := range indexes {
			answers[index] = importer.Response{Disposition: end, Fault: fault, Attempts: answers[index].Attempts + r.sends}
		}
	}
	if result == batching.Served && r.status == http.StatusInternalServerError {
		result = batching.Slow
	}
	return result, fault, companyGone(fault)
}

// listed takes what a list gave and reads the rest alone.
func (c *Client) listed(ctx context.Context, l *listResult, r reply, answers []importer.Response) (batching.Result, importer.Fault, error) {
	if l.lacksETags() {
		return batching.Malformed, r.unusable(errTagless), nil
	}
	var alone []int
	for _, index := range l.indexes {
		a := &answers[index]
		if a.Disposition != importer.NotSent {
			continue
		}
		a.Attempts += r.sends
		contact, ok := l.contact(index)
		if !ok {
			alone = append(alone, index)
			continue
		}
		a.Disposition, a.Contact = importer.Confirmed, contact
	}
	c.listSupport.Succeeded(len(l.indexes))
	if l.unfiltered() {
		c.listSupport.GiveUp(c.config.Log, importer.Fault{HTTPStatus: r.status, Code: "filter_ignored"})
	}
	for _, index := range alone {
		if err := c.readAlone(ctx, l.ids[index], &answers[index]); err != nil {
			return batching.Served, importer.Fault{}, err
		}
	}
	return batching.Served, importer.Fault{}, nil
}
