package businesscentral

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/odata"
)

// batch is one $batch with the indexes of the chunk that it updates. Its operations run one
// after another and independently: with odata.continue-on-error a failure does not end the
// others, and without Isolation each commits by itself (Microsoft Learn, use-odata-batch).
type batch struct {
	intents []importer.Intent // of the chunk
	indexes []int
	parts   []odata.PartResponse // the answers in the order of indexes; nil: unusable
	err     error                // why it is unusable
}

// writeTogether sends updates in one $batch.
func (c *Client) writeTogether(ctx context.Context, intents []importer.Intent, answers []importer.Response, indexes []int) (batching.Result, importer.Fault, error) {
	return c.sendBatch(ctx, &batch{intents: intents, indexes: indexes}, answers, nil)
}

// sendBatch sends a batch as any user but not.
func (c *Client) sendBatch(ctx context.Context, b *batch, answers []importer.Response, not *user) (batching.Result, importer.Fault, error) {
	n := len(b.indexes)
	r, err := c.do(ctx, call{
		method: http.MethodPost, url: c.root + "/$batch", maxBytes: maxBatch,
		header: map[string]string{"Content-Type": "application/json", "Prefer": "odata.continue-on-error"},
		body:   c.encodeBatch(b), weight: c.config.weight(n), not: not, took: &c.operations, parts: n, inspect: b.inspect,
		count: func(total *importer.Requests) { total.Batches++; total.Writes++; total.Operations += n },
	})
	if err != nil {
		if r.sends > 0 { // answered by 401 or 403, and stopped before another try
			b.all(answers, importer.NotDone, r.fault(), r.sends)
		}
		return batching.Served, importer.Fault{}, err
	}
	if !r.succeeded() {
		return c.batchFault(b, answers, r)
	}
	if b.err != nil {
		fault := r.unusable(b.err)
		b.all(answers, importer.Lost, fault, r.sends)
		c.countRetry(importer.Lost, r)
		return batching.Served, fault, nil
	}
	return c.batchAnswered(ctx, b, answers, r, not)
}

// all gives every operation of the batch the same end.
func (b *batch) all(answers []importer.Response, end importer.Disposition, f importer.Fault, sends int) {
	for _, index := range b.indexes {
		answers[index] = importer.Response{Disposition: end, Fault: f, Attempts: answers[index].Attempts + sends}
	}
}

// batchFault sets the ends after a batch that got no answer or was refused as a whole. A
// status that would describe one contact says nothing about a hundred.
func (c *Client) batchFault(b *batch, answers []importer.Response, r reply) (batching.Result, importer.Fault, error) {
	fault := r.fault()
	result := resultOf(r, fault.Code)
	switch {
	case result == batching.TooMuch || result == batching.Unsupported:
		for _, index := range b.indexes {
			answers[index].Attempts += r.sends
		}
		c.counted(func(n *importer.Requests) { n.Retries++ })
		return result, fault, nil
	case r.err != nil && !r.wrote, r.status == http.StatusTooManyRequests, fault.Code == faults.CompanyNotFound:
		b.all(answers, importer.NotDone, fault, r.sends)
		c.countRetry(importer.NotDone, r)
	default:
		b.all(answers, importer.Lost, fault, r.sends)
		c.countRetry(importer.Lost, r)
	}
	return result, fault, companyGone(fault)
}

// batchAnswered gives each operation the end of its own answer.
func (c *Client) batchAnswered(ctx context.Context, b *batch, answers []importer.Response, r reply, not *user) (batching.Result, importer.Fault, error) {
	var forbidden []int
	var denied *importer.Fault
	var gone error
	again := false
	ends := make([]importer.Response, len(b.indexes))
	for i, index := range b.indexes {
		a := c.partAnswer(b.parts[i], b.intents[index].ID, r)
		switch {
		case b.parts[i].Status == http.StatusForbidden:
			forbidden = append(forbidden, index)
		case b.parts[i].Status == http.StatusUnauthorized:
			a.Disposition, denied = importer.NotDone, &a.Fault
		}
		if err := companyGone(a.Fault); err != nil {
			gone = err
		}
		again = again || a.Disposition == importer.Stale || a.Disposition == importer.NotDone || a.Disposition == importer.Lost
		a.Attempts += answers[index].Attempts
		ends[i] = a
	}
	if misunderstood(ends) {
		for i, index := range b.indexes {
			answers[index].Attempts = ends[i].Attempts
		}
		c.counted(func(n *importer.Requests) { n.Retries++ })
		return batching.Unsupported, ends[0].Fault, nil
	}
	for i, index := range b.indexes {
		answers[index] = ends[i]
	}
	if again {
		c.countRetry(importer.NotDone, r)
	}
	c.writing.Succeeded(len(b.indexes))
	switch {
	case gone != nil:
		return batching.Served, importer.Fault{}, gone
	case denied != nil:
		return batching.Served, *denied, c.noteUnauthorized(r, *denied)
	case len(forbidden) > 0 && not == nil && c.users.others(r.user):
		return batching.Served, importer.Fault{}, c.retryForbidden(ctx, b, forbidden, answers, r.user)
	}
	return batching.Served, importer.Fault{}, nil
}

// misunderstood reports whether the service accepts batches but not the way that ours address
// contacts or carry eTags: then every operation fails in a way that a contact's never does.
// None of them has changed anything.
func misunderstood(answers []importer.Response) bool {
	for _, a := range answers {
		f := a.Fault
		switch {
		case f.HTTPStatus == http.StatusNotFound && strings.HasPrefix(f.Code, faults.NoCode):
		case f.HTTPStatus == http.StatusBadRequest && f.Code == "BadRequest_InvalidToken":
		case f.HTTPStatus == http.StatusMethodNotAllowed, f.HTTPStatus == http.StatusNotImplemented, f.HTTPStatus == http.StatusUnsupportedMediaType:
		default:
			return false
		}
	}
	return len(answers) > 1
}

// retryForbidden sends operations that a user lacks the permission for as another user,
// whose answers count. If there is none, the first answers count.
func (c *Client) retryForbidden(ctx context.Context, b *batch, indexes []int, answers []importer.Response, u *user) error {
	_, _, err := c.sendBatch(ctx, &batch{intents: b.intents, indexes: indexes}, answers, u)
	if unavailable(err) {
		return nil
	}
	if err == nil {
		c.counted(func(n *importer.Requests) { n.Retries++ })
	}
	return err
}

// noteUnauthorized records a 401 inside a batch: its user's sign-in ended while the batch was in
// flight, or never worked. The first time, the operations are retried with a fresh token.
func (c *Client) noteUnauthorized(r reply, f importer.Fault) error {
	fresh := r.user.auth.Refused(r.credential)
	if again := c.users.noteDenied(r.user, r.credential); fresh && !again {
		return nil
	}
	why := c.signInRefused(f)
	if c.suspend(r.user, why) {
		return nil
	}
	return why
}

// inspect reads the answers of a batch before anything else is sent for its user: only an
// operation's answer may say that a limit is reached.
func (b *batch) inspect(r reply, res limits.Result, now time.Time) limits.Result {
	b.parts, b.err = nil, nil
	if !r.succeeded() {
		return res
	}
	if b.parts, b.err = odata.DecodeBatch(r.body, len(b.indexes)); b.err != nil {
		res.Transient = true
		return res
	}
	troubled, forbidden := 0, 0
	for _, p := range b.parts {
		if p.Status == http.StatusTooManyRequests {
			res.Throttled, res.Overloaded = true, true
		}
		if p.Status == http.StatusServiceUnavailable {
			res.Overloaded = true
		}
		if p.Status >= 300 {
			res.Wait = max(res.Wait, limits.RetryAfter(p.Header().Get("Retry-After"), now))
		}
		res.PartlyDone = res.PartlyDone || p.Status/100 == 2
		switch {
		case p.Status == http.StatusUnauthorized:
			res.Denied = true
		case p.Status == http.StatusForbidden:
			forbidden++
		case faults.Unclear(p.Status):
			troubled++
		}
	}
	res.Denied = res.Denied || forbidden == len(b.parts)
	res.Transient = res.Throttled || res.Wait > 0 || troubled == len(b.parts)
	return res
}

// encodeBatch writes the operations with relative URLs: with a leading slash a server was
// measured to look for them at the root of the host. Their ids are their numbers, from 1.
func (c *Client) encodeBatch(b *batch) []byte {
	body := make([]byte, 0, 400*len(b.indexes))
	body = append(body, `{"requests":[`...)
	for i, index := range b.indexes {
		in := b.intents[index]
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, `{"id":"`...)
		body = strconv.AppendInt(body, int64(i+1), 10)
		body = append(body, `","method":"PATCH","url":`...)
		body = odata.AppendString(body, c.contactPath(in.ID))
		body = append(body, `,"headers":{"content-type":"application/json","if-match":`...)
		body = odata.AppendString(body, string(in.ETag))
		body = append(body, `},"body":`...)
		body = c.records.AppendBody(body, in.Changes)
		body = append(body, '}')
	}
	return append(body, "]}"...)
}
