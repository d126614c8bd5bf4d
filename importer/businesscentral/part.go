package businesscentral

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// part is one operation's answer in the answer of a batch.
type part struct {
	status  int
	headers jsontext.Value
	body    jsontext.Value
	answers int // how many there were; two that are alike are one
}

// decodeBatch sorts the answers of a batch of n operations by their ids, in which
// alone they are told apart: their order is promised nowhere. Answers under other
// ids are no operation's.
func decodeBatch(body []byte, n int) ([]part, error) {
	var answer struct {
		Responses []struct {
			ID      jsontext.Value `json:"id"`
			Status  jsontext.Value `json:"status"`
			Headers jsontext.Value `json:"headers"`
			Body    jsontext.Value `json:"body"`
		} `json:"responses"`
	}
	// What is wrong with one operation's answer is judged there.
	err := json.Unmarshal(body, &answer, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if err != nil || answer.Responses == nil {
		return nil, errors.New("the answer is not that of a batch")
	}
	parts := make([]part, n)
	for _, r := range answer.Responses {
		i, ok := number(r.ID)
		if !ok || i < 1 || i > n {
			continue
		}
		status, _ := number(r.Status)
		p := &parts[i-1]
		if p.answers > 0 && p.status == status && bytes.Equal(p.body, r.Body) {
			continue
		}
		*p = part{status, r.Headers, r.Body, p.answers + 1}
	}
	return parts, nil
}

// number reads a number that may stand in quotes.
func number(v jsontext.Value) (int, bool) {
	if len(v) > 2 && v[0] == '"' {
		v = v[1 : len(v)-1]
	}
	n, err := strconv.Atoi(string(v))
	return n, err == nil
}

// answer is the end of the update of a contact.
func (p part) answer(id string, outer reply) importer.Answer {
	switch {
	case p.answers == 0:
		return p.lost(outer, "the batch's answer holds none for this update")
	case p.answers > 1:
		return p.lost(outer, "the batch's answer holds several for this update")
	}
	r := reply{status: p.status, body: p.content(), wrote: true, sends: outer.sends, secrets: outer.secrets}
	if p.status/100 != 2 || !bytes.Contains(r.body, []byte(`"@odata.etag"`)) {
		r.header = p.header()
	}
	a := writeAnswer(id, r)
	if a.Fault.Code != "" && a.Fault.RequestID == "" {
		a.Fault.RequestID = faults.Mask(faults.RequestID(outer.header), outer.secrets)
	}
	return a
}

func (p part) lost(outer reply, why string) importer.Answer {
	f := outer.unusable(errors.New(why))
	f.HTTPStatus = 0 // there is none of its own
	return importer.Answer{End: importer.Lost, Fault: f, Attempts: outer.sends}
}

// content is the body, of which text may be a JSON string.
func (p part) content() []byte {
	switch p.body.Kind() {
	case jsontext.KindNull, 0:
		return nil
	case jsontext.KindString:
		text, err := jsontext.AppendUnquote(nil, p.body)
		if err == nil {
			return text
		}
	}
	return p.body
}

// header reads the headers, whose names may be written in any case. What is no
// object of texts or numbers is left out.
func (p part) header() http.Header {
	header := http.Header{}
	var values map[string]jsontext.Value
	if len(p.headers) == 0 || json.Unmarshal(p.headers, &values, jsontext.AllowDuplicateNames(true)) != nil {
		return header
	}
	for name, v := range values {
		switch v.Kind() {
		case jsontext.KindString:
			if text, err := jsontext.AppendUnquote(nil, v); err == nil {
				header.Set(name, string(text))
			}
		case jsontext.KindNumber:
			header.Set(name, string(v))
		}
	}
	return header
}
