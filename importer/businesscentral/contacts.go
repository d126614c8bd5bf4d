package businesscentral

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

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
			method: http.MethodGet, url: c.contactURL(id), most: mostRecord, count: countRead,
			header: map[string]string{"Data-Access-Intent": "ReadWrite"},
		})
		if err != nil {
			return answers, c.stopReason(ctx, err)
		}
		answers[i] = c.readAnswer(id, r)
		c.settled(answers[i].End)
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
		r, err := c.do(ctx, call{
			method: http.MethodPatch, url: c.contactURL(in.ID), most: mostRecord, count: countWrite,
			header: map[string]string{"Content-Type": "application/json", "If-Match": string(in.ETag)},
			body:   encodeChanges(in.Changes),
		})
		if err != nil {
			if r.sends > 0 {
				answers[i] = importer.Answer{End: importer.NotDone, Fault: r.fault(), Attempts: r.sends}
			}
			return answers, c.stopReason(ctx, err)
		}
		answers[i] = c.writeAnswer(in.ID, r)
		c.settled(answers[i].End)
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
		var err error
		if found[i], err = c.find(ctx, l); err != nil {
			return found, c.stopReason(ctx, err)
		}
		c.settled(found[i].End)
	}
	return found, nil
}

func (c *Client) find(ctx context.Context, l importer.Lookup) (importer.Found, error) {
	set, field := "contacts", "number"
	if l.By == mapping.MatchEmail {
		set, field = entitySet, "email"
	}
	filter := field + " eq '" + strings.ReplaceAll(l.Key, "'", "''") + "'"
	link := c.config.Root + "/" + c.company + set + "?$filter=" + queryEscape(filter) + "&$select=id," + field
	f := importer.Found{Lookup: l}
	for link != "" {
		r, err := c.do(ctx, call{method: http.MethodGet, url: link, most: mostList, count: countRead})
		if err != nil {
			return importer.Found{Lookup: l}, err
		}
		if r.err != nil || r.status != http.StatusOK {
			f.Fault = r.fault()
			f.End = importer.Lost
			if r.err == nil {
				f.End = readEnd(r.status, f.Fault.Code)
			}
			return f, companyGone(f.Fault)
		}
		ids, next, err := decodeIDs(r.body, field, l.Key)
		if err == nil && next != "" {
			next, err = c.inside(next)
		}
		if err != nil {
			return importer.Found{Lookup: l, End: importer.Lost, Fault: unusable(r, err.Error())}, nil
		}
		f.IDs, link = append(f.IDs, ids...), next
	}
	f.End = importer.Confirmed
	return f, nil
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
func (c *Client) stopReason(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

func companyGone(f importer.Fault) error {
	if f.Code == "Internal_CompanyNotFound" {
		return &importer.Hinted{Err: importer.ErrCompanyGone, Hint: "Business Central no longer knows the company: " + f.Message}
	}
	return nil
}

// settled counts what will have to be sent again.
func (c *Client) settled(end importer.End) {
	switch end {
	case importer.Stale, importer.NotDone, importer.Lost:
		c.counted(func(n *importer.Requests) { n.Retries++ })
	}
}

func (c *Client) readAnswer(id string, r reply) importer.Answer {
	a := importer.Answer{Attempts: r.sends}
	switch {
	case r.err != nil:
		a.End, a.Fault = importer.Lost, r.fault()
	case r.status != http.StatusOK:
		a.Fault = r.fault()
		a.End = readEnd(r.status, a.Fault.Code)
	default:
		contact, err := decodeContact(r.body, r.header, id)
		switch {
		case err != nil:
			a.End, a.Fault = importer.Lost, unusable(r, err.Error())
		case contact.ETag == "":
			a.End = importer.Refused
			a.Fault = importer.Fault{Code: "no_etag", Message: "The answer holds no eTag, so the contact can't be updated without risk."}
		default:
			a.End, a.Contact = importer.Confirmed, contact
		}
	}
	return a
}

func (c *Client) writeAnswer(id string, r reply) importer.Answer {
	a := importer.Answer{Attempts: r.sends}
	switch {
	case r.err != nil && !r.wrote:
		a.End, a.Fault = importer.NotDone, r.fault()
	case r.err != nil:
		a.End, a.Fault = importer.Lost, r.fault()
	case r.status/100 == 2:
		contact, err := decodeContact(r.body, r.header, id)
		if err != nil {
			a.End, a.Fault = importer.Lost, unusable(r, err.Error())
			return a
		}
		a.End, a.Contact = importer.Confirmed, contact
	default:
		a.Fault = r.fault()
		a.End = writeEnd(r.status, a.Fault.Code)
	}
	return a
}

func unusable(r reply, why string) importer.Fault {
	return importer.Fault{
		HTTPStatus: r.status, Code: "unusable_answer", Message: why,
		RequestID: oneLine(r.header.Get("request-id"), 100),
	}
}

// encodeChanges makes the body of an update: the changed fields and nothing else.
func encodeChanges(changes []importer.Change) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, ch := range changes {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(jsonString(ch.Field))
		b.WriteByte(':')
		b.Write(jsonString(ch.After))
	}
	b.WriteByte('}')
	return b.Bytes()
}

func jsonString(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return b
}
