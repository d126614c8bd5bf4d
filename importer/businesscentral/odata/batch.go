package odata

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// PartResponse is one operation's answer in the answer of a batch.
type PartResponse struct {
	Status  int
	Answers int // how many there were; equal ones count once

	headers jsontext.Value
	body    jsontext.Value
}

// DecodeBatch returns the answers of a batch of n operations in the order of their ids, since
// nothing promises the order of the answers. It ignores answers with other ids.
func DecodeBatch(body []byte, n int) ([]PartResponse, error) {
	var answer struct {
		Responses []struct {
			ID      jsontext.Value `json:"id"`
			Status  jsontext.Value `json:"status"`
			Headers jsontext.Value `json:"headers"`
			Body    jsontext.Value `json:"body"`
		} `json:"responses"`
	}
	// The caller judges each operation's answer.
	err := json.Unmarshal(body, &answer, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if err != nil || answer.Responses == nil {
		return nil, errors.New("the answer is not that of a $batch")
	}
	parts := make([]PartResponse, n)
	for _, r := range answer.Responses {
		i, ok := Number(r.ID)
		if !ok || i < 1 || i > n {
			continue
		}
		status, _ := Number(r.Status)
		p := &parts[i-1]
		if p.Answers > 0 && p.Status == status && bytes.Equal(p.body, r.Body) {
			continue
		}
		*p = PartResponse{status, p.Answers + 1, r.Headers, r.Body}
	}
	return parts, nil
}

// Number decodes a number that may be in quotes.
func Number(v jsontext.Value) (int, bool) {
	if len(v) > 2 && v[0] == '"' {
		v = v[1 : len(v)-1]
	}
	n, err := strconv.Atoi(string(v))
	return n, err == nil
}

// Content returns the body; text may be encoded as a JSON string.
func (p PartResponse) Content() []byte {
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

// Header decodes the headers, whose names may be in any case. It ignores values that are
// neither texts nor numbers.
func (p PartResponse) Header() http.Header {
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
