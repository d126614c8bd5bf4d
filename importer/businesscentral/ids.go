package businesscentral

import (
	"context"
	"net/http"
	"slices"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
	"bcimport/mapping/entity"
)

// IDs returns the ids of all records that match a filter, each once; an empty filter matches
// all. It retries transient faults for Config.Patience. If the service refuses the filter,
// the error holds its message.
func (c *Client) IDs(ctx context.Context, filter string) ([]string, error) {
	link := c.root + "/" + c.company + c.set + "?$select=" + c.entity.Key
	if filter != "" {
		link += "&$filter=" + odata.QueryEscape(filter)
	}
	var ids []string
	seen := map[string]bool{}
	answer, err := c.list(ctx, c.entity.Many, call{url: link, header: primary, took: &c.reads}, func(body []byte) (string, error) {
		page, next, err := c.records.Page(body)
		for _, r := range page {
			if !seen[odata.Fold(r.ID)] { // a record may be on two pages when others change
				seen[odata.Fold(r.ID)] = true
				ids = append(ids, r.ID)
			}
		}
		return next, err
	})
	if err != nil {
		return nil, err
	}
	if answer.succeeded() {
		return ids, nil
	}
	f := answer.fault()
	if filter != "" && f.HTTPStatus == http.StatusBadRequest {
		return nil, &importer.Problem{
			Cause: importer.Errorf("the service refuses the filter: %s", f.Message),
			Hint:  importer.NewHint("use a form such as %s", c.filterExample()),
		}
	}
	return nil, importer.Errorf("list %s: %s", c.entity.Many, f.Message)
}

// filterExample returns a filter that the set could have.
func (c *Client) filterExample() string {
	if c.entity.Set == entity.CustomerContacts || c.entity.Number == "" {
		return `"email eq 'anna@contoso.com'"`
	}
	return `"` + c.entity.Number + ` eq '1000'"`
}

// Numbers returns the numbers of customerContacts in the order of the ids, empty where there is none:
// customerContacts has no numbers, but contacts has, under the same ids
// (APIV2Contacts.Page.al). A service without contacts has no numbers.
func (c *Client) Numbers(ctx context.Context, ids []string) ([]string, error) {
	numbers := make([]string, len(ids))
	if c.entity.Set != entity.CustomerContacts || !c.listable(ids) && len(ids) > 1 {
		return numbers, nil
	}
	base := c.root + "/" + c.company + "contacts?$select=id,number&$filter="
	for from := 0; from < len(ids); {
		indexes := make([]int, 0, len(ids)-from)
		for i := from; i < len(ids); i++ {
			indexes = append(indexes, i)
		}
		n := odata.Fit(base, indexes, func(i int) string { return c.idTerm(ids[i]) })
		if err := c.numbersOf(ctx, base, ids[from:from+n], numbers[from:from+n]); err != nil {
			return nil, err
		}
		from += n
	}
	return numbers, nil
}

func (c *Client) numbersOf(ctx context.Context, base string, ids, numbers []string) error {
	terms := make([]string, len(ids))
	for i, id := range ids {
		terms[i] = c.idTerm(id)
	}
	var keys []records.Key
	r, err := c.retrying(ctx, call{
		method: http.MethodGet, url: base + odata.QueryEscape(odata.AnyOf(terms)), maxBytes: maxList, count: countRead, took: &c.reads,
	}, func(body []byte) (err error) {
		var next string
		if keys, next, err = records.Keys(body, "id", "number"); err == nil && next != "" {
			err = importer.Errorf("the list has another page")
		}
		return err
	})
	if err != nil {
		return err
	}
	if !r.succeeded() {
		f := r.fault()
		if err := companyGone(f); err != nil {
			return err
		}
		c.config.Log.Warn("the service does not send the numbers of contacts", "status", f.HTTPStatus, "code", f.Code)
		return nil
	}
	for _, k := range keys {
		if i := slices.IndexFunc(ids, func(id string) bool { return odata.Fold(id) == odata.Fold(k.ID) }); i >= 0 {
			numbers[i] = k.Key
		}
	}
	return nil
}
