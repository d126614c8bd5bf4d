package businesscentral

import (
	"context"
	"errors"
	"io"
	"net/http"

	"bcimport/importer/businesscentral/metadata"
	"bcimport/importer/businesscentral/records"
	"bcimport/importer/businesscentral/schema"
)

// take makes the client speak of a set. Nothing may be under way.
func (c *Client) take(set schema.Set) {
	c.schema, c.entity = set, set.Entity
	c.records = records.New(c.entity)
}

// Refresh describes the set by the $metadata that the service has now, and reports whether
// the service was asked: what Connect took from the cache may lack a new field. Nothing may
// be under way.
func (c *Client) Refresh(ctx context.Context) (asked bool, err error) {
	if c.metadata.Current() {
		return false, nil
	}
	if _, err := c.metadata.Latest(ctx); err != nil {
		return true, err
	}
	return true, c.describe(ctx)
}

// Select limits what is read of records to some fields, read-only ones too, and those by which
// people know a record: a set may have fifty, of which a run needs five. Nothing may be under
// way.
func (c *Client) Select(fields []string) { c.records = c.records.Limited(fields) }

// describe finds out what the set is. A root without a set (publisher/group/version/) is
// connected to for its sets alone.
func (c *Client) describe(ctx context.Context) error {
	if c.set == "" {
		_, err := c.metadata.Document(ctx)
		return err
	}
	set, err := c.metadata.Describe(ctx, c.config.Set)
	if err == nil {
		c.take(set)
	}
	return err
}

// fetchMetadata requests the $metadata of the set's root. It names no $schemaversion, which
// no data request does either: whatever the server's default is (2.0 of api/v2.0, of custom
// APIs 1.0 or 2.0 by its version), both are of the same one.
func (c *Client) fetchMetadata(ctx context.Context, conditions map[string]string) (schema.Answer, error) {
	header := map[string]string{"Accept": "application/xml"}
	for name, value := range conditions {
		header[name] = value
	}
	var answer schema.Answer
	r, err := c.retrying(ctx, call{
		method: http.MethodGet, url: c.root + "/$metadata", header: header, maxBytes: maxMetadata, count: countRead, conditional: len(conditions) > 0,
		read: func(body io.Reader) { answer.Document, answer.Malformed = metadata.Parse(body) },
	}, func([]byte) error {
		if errors.Is(answer.Malformed, metadata.ErrNoMetadata) {
			return answer.Malformed
		}
		return nil
	})
	if answer.Malformed != nil && (err == nil || errors.Is(err, answer.Malformed)) {
		return schema.Answer{Status: r.status, Malformed: answer.Malformed}, nil
	}
	answer.Status = r.status
	answer.ETag, answer.LastModified = r.header.Get("ETag"), r.header.Get("Last-Modified")
	return answer, err
}
