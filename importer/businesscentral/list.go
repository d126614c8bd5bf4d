package businesscentral

import (
	"context"
	"fmt"
	"net/http"

	"bcimport/importer/businesscentral/odata"
)

// list reads all pages of a list that has to be whole, each again after transient faults;
// page takes one and returns the link to the next. Without an error the reply is the last
// one, which may be a refusal. what is listed is for an error.
func (c *Client) list(ctx context.Context, what string, call call, page func(body []byte) (next string, err error)) (reply, error) {
	call.method, call.maxBytes, call.count = http.MethodGet, maxList, countRead
	for pages := 1; ; pages++ {
		next := ""
		r, err := c.retrying(ctx, call, func(body []byte) (err error) {
			next, err = page(body)
			return err
		})
		if err != nil || !r.succeeded() {
			return r, err
		}
		if next, err = odata.NextPage(call.url, next, pages); err != nil {
			return r, fmt.Errorf("list %s: %w", what, err)
		}
		if next == "" {
			return r, nil
		}
		call.url = next
	}
}
