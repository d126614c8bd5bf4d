package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer"
	"bcimport/mapping"
)

// entitySet is the set that is read and written (page 30089, APIV2 - CustContacts).
const entitySet = "customerContacts"

func countRead(n *importer.Requests)  { n.Reads++ }
func countWrite(n *importer.Requests) { n.Writes++; n.Operations++ }

// Read reads contacts one by one. The reads ask for the primary: online, a plain
// GET may be answered by a lagging replica (devenv-connect-apps-tips.md), and
// they do without $select, as nobody has measured that an eTag is the same with it.
func (c *Client) Read(ctx context.Context, ids []string) ([]importer.Answer, error) {
	answers := make([]importer.Answer, len(ids))
	for i, id := range ids {
		r, err := c.do(ctx, call{
			method: http.MethodGet, url: c.contactURL(id), most: mostRecord, count: countRead, took: &c.reads,
			header: map[string]string{"Data-Access-Intent": "ReadWrite"},
		})
		if err != nil {
			return answers, stopReason(ctx, err)
		}
		answers[i] = readAnswer(id, r)
		c.settled(answers[i].End, r)
		if err := companyGone(answers[i].Fault); err != nil {
			return answers, err
		}
	}
	return answers, nil
}

// Write sends the updates one by one, each with the eTag it was planned on.
func (c *Client) Write(ctx context.Context, intents []importer.Intent) ([]importer.Answer, error) {
	answers := make([]importer.Answer, len(intents))
	for i, in := range intents {
		if !protects(string(in.ETag)) {
			answers[i] = importer.Answer{End: importer.Refused, Fault: noETag()}
			continue
		}
		r, err := c.do(ctx, call{
			method: http.MethodPatch, url: c.contactURL(in.ID), most: mostRecord, count: countWrite, took: &c.updates,
			header: map[string]string{"Content-Type": "application/json", "If-Match": string(in.ETag)},
			body:   appendChanges(nil, in.Changes),
		})
		if err != nil {
			if r.sends > 0 { // answered by 401
				answers[i] = importer.Answer{End: importer.NotDone, Fault: r.fault(), Attempts: r.sends}
			}
			return answers, stopReason(ctx, err)
		}
		answers[i] = writeAnswer(in.ID, r)
		c.settled(answers[i].End, r)
		if err := companyGone(answers[i].Fault); err != nil {
			return answers, err
		}
	}
	return answers, nil
}

// Find resolves numbers through contacts, whose ids are those of the same people
// in customerContacts (both are the SystemId of table Contact), and e-mail
// addresses through customerContacts.
func (c *Client) Find(ctx context.Context, lookups []importer.Lookup) ([]importer.Found, error) {
	found := make([]importer.Found, len(lookups))
	for i, l := range lookups {
		found[i].Lookup = l
	}
	for i, l := range lookups {
		f, err := c.find(ctx, l)
		if err != nil {
			return found, stopReason(ctx, err)
		}
		found[i] = f
		if err := companyGone(f.Fault); err != nil {
			return found, err
		}
	}
	return found, nil
}

// find follows the pages of one lookup. An error is one of do.
func (c *Client) find(ctx context.Context, l importer.Lookup) (importer.Found, error) {
	set, field := "contacts", "number"
	if l.By == mapping.MatchEmail {
		set, field = entitySet, "email"
	}
	filter := field + " eq '" + strings.ReplaceAll(l.Key, "'", "''") + "'"
	link := c.config.Root + "/" + c.company + set + "?$filter=" + queryEscape(filter) + "&$select=id," + field
	f := importer.Found{Lookup: l, End: importer.Confirmed}
	for pages := 1; link != ""; pages++ {
		r, err := c.do(ctx, call{method: http.MethodGet, url: link, most: mostList, count: countRead})
		if err != nil {
			return importer.Found{Lookup: l}, err
		}
		var ids []string
		if r.err == nil && r.status == http.StatusOK {
			if ids, link, err = findPage(r.body, link, field, l.Key, pages); err == nil {
				f.IDs = appendNew(f.IDs, ids)
				continue
			}
		}
		f = importer.Found{Lookup: l}
		f.End, f.Fault = r.noSuccess(err)
		c.settled(f.End, r)
		return f, nil
	}
	return f, nil
}

// findPage reads one page of a lookup and where the next one is.
func findPage(body []byte, link, field, key string, pages int) (ids []string, next string, err error) {
	ids, next, err = decodeIDs(body, field, key)
	if err == nil {
		next, err = nextPage(link, next, pages)
	}
	return ids, next, err
}

// appendNew adds the ids that are not there yet: a record may stand on two pages
// when others are changed between them.
func appendNew(ids, more []string) []string {
	for _, id := range more {
		if !slices.ContainsFunc(ids, func(known string) bool { return strings.EqualFold(known, id) }) {
			ids = append(ids, id)
		}
	}
	return ids
}

// queryEscape encodes a query value with %20 for blanks: some servers refuse '+'.
func queryEscape(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

// contactURL writes the key as the server declares it: a GUID bare, a string as
// an OData literal, and where nothing is declared as the API's own page does,
// bare and percent-encoded.
func (c *Client) contactURL(id string) string {
	literal := url.PathEscape(id)
	if c.schema.key == importer.KeyString && !importer.IsGUID(id) {
		literal = "'" + url.PathEscape(strings.ReplaceAll(id, "'", "''")) + "'"
	}
	return c.config.Root + "/" + c.company + entitySet + "(" + literal + ")"
}

// stopReason drops the end of ctx: the core knows of it.
func stopReason(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// settled counts a request that was sent and will have to be sent again.
func (c *Client) settled(end importer.End, r reply) {
	if r.sends > 0 && (end == importer.Stale || end == importer.NotDone || end == importer.Lost) {
		c.counted(func(n *importer.Requests) { n.Retries++ })
	}
}

// appendChanges adds the body of an update: the changed fields and nothing else.
func appendChanges(b []byte, changes []importer.Change) []byte {
	b = append(b, '{')
	for i, ch := range changes {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, ch.Field)
		b = append(b, ':')
		b = appendString(b, ch.After)
	}
	return append(b, '}')
}

// appendString adds a JSON string. Of what is no UTF-8 a replacement is written.
func appendString(b []byte, s string) []byte {
	b, err := jsontext.AppendQuote(b, strings.ToValidUTF8(s, "\uFFFD"))
	if err != nil {
		panic(err) // text that is UTF-8 always has a JSON form
	}
	return b
}
