package businesscentral

import (
	"context"
	"slices"

	"bcimport/importer/businesscentral/schema"
)

// RecordSet is what a list of record sets shows of one.
type RecordSet = schema.Summary

// Sets returns the sets of the client's root that can be written, in the order of $metadata.
// Without $metadata there are none.
func (c *Client) Sets(ctx context.Context) ([]RecordSet, error) {
	return c.metadata.Sets(ctx, c.config.Set)
}

// Routes returns the custom APIs of the environment (publisher/group/version), sorted. A
// service that does not list them has none. The error is one of the connection.
func (c *Client) Routes(ctx context.Context) ([]string, error) {
	var routes []string
	_, _, err := c.pages(ctx, call{url: c.config.Root + "/apicategoryroutes"}, func(body []byte) (string, error) {
		page, next, err := schema.Routes(body)
		routes = append(routes, page...)
		return next, err
	})
	slices.Sort(routes)
	return slices.Compact(routes), err
}
