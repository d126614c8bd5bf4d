package businesscentral

import (
	"context"
	"errors"
	"slices"

	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/schema"
)

// errNoRoutes means that an answer is not one of apicategoryroutes.
var errNoRoutes = errors.New("the answer is not a list of routes")

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
		page, next, err := decodeRoutes(body)
		routes = append(routes, page...)
		return next, err
	})
	slices.Sort(routes)
	return slices.Compact(routes), err
}

// decodeRoutes leaves out what is no route of a custom API, such as Microsoft's own v2.0.
func decodeRoutes(body []byte) (routes []string, next string, err error) {
	var page struct {
		Value []struct {
			Publisher string `json:"publisher"`
			Group     string `json:"group"`
			Version   string `json:"version"`
		} `json:"value"`
		Context string `json:"@odata.context"`
		Next    string `json:"@odata.nextLink"`
	}
	if !odata.Unmarshal(body, &page) {
		return nil, "", errNoRoutes
	}
	for _, r := range page.Value {
		if r.Publisher != "" && r.Group != "" && r.Version != "" {
			routes = append(routes, r.Publisher+"/"+r.Group+"/"+r.Version)
		}
	}
	return routes, odata.InContext(page.Context, page.Next), nil
}
