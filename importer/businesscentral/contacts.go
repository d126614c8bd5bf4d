package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
)

func countRead(n *importer.Requests)  { n.Reads++ }
func countWrite(n *importer.Requests) { n.Writes++; n.Operations++ }

// Read reads contacts, many in one request where possible. It reads from the primary:
// online, a lagging replica may answer a plain GET (devenv-connect-apps-tips.md).
func (c *Client) Read(ctx context.Context, ids []string) ([]importer.Response, error) {
	answers := make([]importer.Response, len(ids))
	indexes := make([]int, len(ids))
	for i := range indexes {
		indexes[i] = i
	}
	s := batching.Splitter{Batch: c.listSupport.Adaptive, Log: c.config.Log}
	s.Fits = func(indexes []int) int {
		return odata.Fit(c.contactsLink(selected, nil), indexes, func(i int) string { return c.idTerm(ids[i]) })
	}
	s.Together = func(indexes []int) (batching.Result, importer.Fault, error) {
		return c.readTogether(ctx, ids, answers, indexes)
	}
	s.Alone = func(i int) (bool, error) {
		err := c.readAlone(ctx, ids[i], &answers[i])
		return answers[i].Disposition == importer.Refused, err
	}
	send := s.Serve
	if !c.listable(ids) {
		send = s.Each
	}
	_, err := send(indexes)
	if err == nil {
		c.explainMissing(ctx, ids, answers)
	}
	return answers, stopReason(ctx, err)
}

// readAlone reads one contact, without $select.
func (c *Client) readAlone(ctx context.Context, id string, a *importer.Response) error {
	r, err := c.do(ctx, call{
		method: http.MethodGet, url: c.contactURL(id), maxBytes: maxRecord, count: countRead, took: &c.reads,
		header: primary,
	})
	if err != nil {
		return err
	}
	sends := a.Attempts
	*a = c.readAnswer(id, r)
	a.Attempts += sends
	c.countRetry(a.Disposition, r)
	return companyGone(a.Fault)
}

// Write sends updates, each with the eTag that it was planned on, many in one request where
// possible.
func (c *Client) Write(ctx context.Context, intents []importer.Intent) ([]importer.Response, error) {
	answers := make([]importer.Response, len(intents))
	indexes := make([]int, 0, len(intents))
	var alone []int
	for i, in := range intents {
		switch {
		case !records.Protects(string(in.ETag)):
			answers[i] = importer.Response{Disposition: importer.Refused, Fault: c.noETag()}
		case !utf8.ValidString(string(in.ETag)):
			alone = append(alone, i) // a header can hold any bytes, a batch's JSON can't
		default:
			indexes = append(indexes, i)
		}
	}
	s := batching.Splitter{Batch: c.writing, Log: c.config.Log}
	s.Together = func(indexes []int) (batching.Result, importer.Fault, error) {
		return c.writeTogether(ctx, intents, answers, indexes)
	}
	s.Alone = func(i int) (bool, error) {
		err := c.writeAlone(ctx, intents[i], &answers[i])
		return answers[i].Disposition == importer.Refused, err
	}
	_, err := s.Serve(indexes)
	if err == nil {
		_, err = s.Each(alone)
	}
	return answers, stopReason(ctx, err)
}

// writeAlone sends one update.
func (c *Client) writeAlone(ctx context.Context, in importer.Intent, a *importer.Response) error {
	r, err := c.do(ctx, call{
		method: http.MethodPatch, url: c.contactURL(in.ID), maxBytes: maxRecord, count: countWrite, took: &c.updates,
		header: map[string]string{"Content-Type": "application/json", "If-Match": string(in.ETag)},
		body:   c.records.AppendBody(nil, in.Changes),
	})
	if err == nil || r.sends > 0 {
		sends := a.Attempts
		*a = c.writeAnswer(in.ID, r)
		a.Attempts += sends
	}
	if err != nil {
		if r.sends > 0 { // answered by 401 or 403, and stopped before another try
			a.Disposition = importer.NotDone
		}
		return err
	}
	c.countRetry(a.Disposition, r)
	return companyGone(a.Fault)
}

// contactURL writes the key as the server declares it: a GUID bare, a string as an OData
// literal, and an undeclared key as the API's own example does, bare and percent-encoded.
func (c *Client) contactURL(id string) string { return c.root + "/" + c.contactPath(id) }

func (c *Client) contactPath(id string) string {
	literal := url.PathEscape(id)
	if c.schema.Key == importer.KeyString && !importer.IsGUID(id) {
		literal = "'" + url.PathEscape(strings.ReplaceAll(id, "'", "''")) + "'"
	}
	return c.company + c.set + "(" + literal + ")"
}

// stopReason drops the error of a ctx that has ended, which the core knows already.
func stopReason(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// countRetry counts a request that was sent and has to be sent again.
func (c *Client) countRetry(end importer.Disposition, r reply) {
	if r.sends > 0 && (end == importer.Stale || end == importer.NotDone || end == importer.Lost) {
		c.counted(func(n *importer.Requests) { n.Retries++ })
	}
}
