package businesscentral

import (
	"bytes"
	"context"

	"bcimport/importer/businesscentral/metadata"
	"bcimport/importer/businesscentral/odata"
	"bcimport/mapping/entity"
)

// Captions returns the set with what the environment calls its fields and the members of its
// enumerations, in the languages that are installed there. A service that does not say so
// gives the set as Entity does. The error is one of the connection.
func (c *Client) Captions(ctx context.Context) (*entity.Entity, error) {
	d, err := c.metadata.Document(ctx)
	if err != nil || d == nil {
		return c.entity, err
	}
	captioned := *c.entity
	names := d.Definitions(c.config.Set)
	for len(names) > 0 {
		base := c.root + "/entityDefinitions?$filter="
		n := odata.Fit(base, upTo(len(names)), func(i int) string { return definitionTerm(names[i]) })
		terms := make([]string, n)
		for i := range terms {
			terms[i] = definitionTerm(names[i])
		}
		r, unusable, err := c.pages(ctx, call{url: base + odata.QueryEscape(odata.AnyOf(terms))}, func(body []byte) (string, error) {
			page, err := metadata.ParseDefinitions(bytes.NewReader(body))
			if err != nil {
				return "", err
			}
			captioned = d.Caption(captioned, page)
			return page.Next, nil
		})
		if err != nil {
			return nil, err
		}
		if unusable != nil || !r.succeeded() {
			c.config.Log.Debug("the service does not send captions", "status", r.status, "reason", unusable)
			return c.entity, nil
		}
		names = names[n:]
	}
	return &captioned, nil
}

func definitionTerm(name string) string { return "entityName eq " + odata.Literal(name) }

// upTo returns the first n indexes.
func upTo(n int) []int {
	indexes := make([]int, n)
	for i := range indexes {
		indexes[i] = i
	}
	return indexes
}
