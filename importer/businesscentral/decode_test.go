package businesscentral

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
)

func TestDecodeContact_ETag(t *testing.T) {
	t.Parallel()
	body := func(tag string) string { return fmt.Sprintf(`{"@odata.etag":%q,"id":%q}`, tag, anID) }
	header := func(tag string) http.Header { return http.Header{"Etag": {tag}} }
	for name, tt := range map[string]struct {
		body   string
		header http.Header
		want   importer.ETag
	}{
		"from the body":            {body(aTag), nil, aTag},
		"body beats header":        {body(aTag), header(`W/"x"`), aTag},
		"header as fallback":       {body(""), header(`W/"x"`), `W/"x"`},
		"none":                     {body(""), nil, ""},
		"any":                      {body("*"), nil, ""},
		"any between blanks":       {body(" * "), header(`W/"x"`), ""},
		"any in the header":        {body(""), header("*"), ""},
		"with a line break":        {body("a\r\nX: b"), nil, ""},
		"opaque, kept as it comes": {body(`w/'a"b, ü`), nil, `w/'a"b, ü`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := contactCodec().Decode([]byte(tt.body), tt.header, anID)
			if err != nil || c.ETag != tt.want {
				t.Errorf("eTag %q, %v; want %q", c.ETag, err, tt.want)
			}
		})
	}
}

func TestDecodeContact_Values(t *testing.T) {
	t.Parallel()
	c, err := contactCodec().Decode([]byte(strings.Replace(aContact, `"a@b.de"`, `null`, 1)), nil, strings.ToUpper(anID))
	if err != nil {
		t.Fatal(err)
	}
	if c.Text("email") != "" || c.Text("firstName") != "Ann" || c.Text("professionalTitle") != "" || c.Text("customerName") != "" {
		t.Errorf("values %+v", c.Values)
	}
	if _, err := contactCodec().Decode([]byte(strings.Replace(aContact, "Ann", "\xe4", 1)), nil, anID); err == nil {
		t.Error("bytes that are no UTF-8 were taken")
	}
}

func TestAnswers_WhatTheyAreWorth(t *testing.T) {
	t.Parallel()
	const confirmed, lost, refused, notDone = importer.Confirmed, importer.Lost, importer.Refused, importer.NotDone
	another := strings.Replace(aContact, anID, "7f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10", 1)
	lacksETags := strings.Replace(aContact, "@odata.etag", "x", 1)
	for name, tt := range map[string]struct {
		answer      http.HandlerFunc
		read, write importer.Disposition
	}{
		"good":              {answering(200, nil, aContact), confirmed, confirmed},
		"without an eTag":   {answering(200, nil, lacksETags), refused, confirmed},
		"another contact":   {answering(200, nil, another), lost, lost},
		"no contact":        {answering(200, nil, `{}`), lost, lost},
		"a list":            {answering(200, nil, `{"value":[`+aContact+`]}`), lost, lost},
		"HTML":              {answering(200, nil, "<html>"), lost, lost},
		"half":              {answering(200, nil, aContact[:40]), lost, lost},
		"empty":             {answering(200, nil, ""), lost, lost},
		"204":               {answering(204, nil, ""), lost, lost},
		"307":               {answering(307, map[string]string{"Location": "/elsewhere"}, ""), lost, lost},
		"too long":          {answering(200, nil, aContact+strings.Repeat(" ", maxRecord)), lost, lost},
		"gzip":              {gzipped(aContact, 0), confirmed, confirmed},
		"gzip, cut":         {gzipped(aContact, 30), lost, lost},
		"gzip that swells":  {gzipped(aContact+strings.Repeat(" ", maxRecord), 0), lost, lost},
		"broken off":        {brokenOff(200), lost, lost},
		"429, broken off":   {brokenOff(429), lost, notDone},
		"409, broken off":   {brokenOff(409), lost, lost},
		"reset":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, lost, lost},
		"stale":             {answering(409, nil, `{"error":{"code":"Request_EntityChanged","message":"m"}}`), lost, importer.Stale},
		"locked":            {answering(409, nil, `{"error":{"code":"Internal_ServerError","message":"m"}}`), lost, notDone},
		"missing":           {answering(404, nil, ""), importer.Missing, importer.Missing},
		"server error":      {answering(500, nil, ""), lost, lost},
		"refused by a rule": {answering(400, nil, `{"error":{"code":"Application_DialogException","message":"m"}}`), refused, refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := connected(t, tt.answer)
			r, w := readOne(t, c), writeOne(t, c)
			if r.Disposition != tt.read || w.Disposition != tt.write {
				t.Errorf("read %d, write %d; want %d, %d", r.Disposition, w.Disposition, tt.read, tt.write)
			}
			if r.Attempts != 1 || w.Attempts != 1 || c.Requests().Total != 2 {
				t.Errorf("attempts %d and %d, requests %+v", r.Attempts, w.Attempts, c.Requests())
			}
			for _, a := range []importer.Response{r, w} {
				if (a.Disposition == confirmed) != (a.Fault.Code == "") || a.Disposition != confirmed && a.Contact.ID != "" {
					t.Errorf("answer %+v", a)
				}
			}
		})
	}
}

func TestAnswers_RequestIDIsKept(t *testing.T) {
	t.Parallel()
	id := map[string]string{"request-id": "r-1"}
	for _, answer := range []http.HandlerFunc{answering(400, id, "{}"), answering(200, id, "<html>"), answering(503, id, "")} {
		if a := writeOne(t, connected(t, answer)); a.Fault.RequestID != "r-1" {
			t.Errorf("answer %+v", a)
		}
	}
}

// gzipped answers with compressed content, the last bytes of which are cut off.
func gzipped(body string, cut int) http.HandlerFunc {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(body))
	z.Close()
	return answering(200, map[string]string{"Content-Encoding": "gzip"}, b.String()[:b.Len()-cut])
}

// brokenOff promises more than it sends.
func brokenOff(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "500")
		w.WriteHeader(status)
		w.Write([]byte(aContact[:100]))
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}
