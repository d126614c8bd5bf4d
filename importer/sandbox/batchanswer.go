package sandbox

import (
	"net/http"
	"strconv"
	"strings"

	"bcimport/importer/sandbox/odata"
)

// answers are the answers to a batch's operations, as one body.
type answers struct {
	boundary               string // of multipart/mixed; "" in JSON
	before, between, after string
	text                   []byte // the body so far
	parts                  []span
}

// span is the place of an answer in the body.
type span struct{ from, to int }

// bytesAnAnswer is about how long the answer to one PATCH is.
const bytesAnAnswer = 800

func newAnswers(b *batch) *answers {
	all := &answers{before: `{"responses":[`, between: ",", after: "]}", parts: make([]span, 0, len(b.operations))}
	if !b.asJSON {
		all.boundary = "batchresponse_" + odata.RandomGUID().String()
		line := "--" + all.boundary
		all.before, all.between, all.after = line+"\r\n", "\r\n"+line+"\r\n", "\r\n"+line+"--\r\n"
	}
	all.text = append(make([]byte, 0, bytesAnAnswer*(1+len(b.operations))), all.before...)
	return all
}

// add writes the answer to one operation.
func (all *answers) add(o *operation, a answer) {
	if len(all.parts) > 0 {
		all.text = append(all.text, all.between...)
	}
	from := len(all.text)
	if all.boundary == "" {
		all.text = appendAnswer(all.text, o, a)
	} else {
		all.text = appendPart(all.text, a)
	}
	all.parts = append(all.parts, span{from, len(all.text)})
}

// reorder writes the body again, with the answers in another order.
func (all *answers) reorder(order []int) {
	b := append(make([]byte, 0, len(all.text)), all.before...)
	for i, which := range order {
		if i > 0 {
			b = append(b, all.between...)
		}
		b = append(b, all.text[all.parts[which].from:all.parts[which].to]...)
	}
	all.text = b
}

// answer returns the answer of the batch. Its status is always 200.
func (all *answers) answer() answer {
	media := jsonType
	if all.boundary != "" {
		media = "multipart/mixed; boundary=" + all.boundary
	}
	return answer{status: http.StatusOK, contentType: media, body: append(all.text, all.after...)}
}

// appendAnswer writes one in the form of the documented example (docs:
// webservices/use-odata-batch.md): names of headers in lower case, a JSON body as
// it is, no body where there is none. A body that is no JSON becomes a string.
func appendAnswer(b []byte, o *operation, a answer) []byte {
	b = append(b, `{"id":`...)
	b = append(b, o.ID...)
	b = append(b, `,"status":`...)
	b = strconv.AppendInt(b, int64(a.status), 10)
	b = append(b, `,"headers":{`...)
	if a.contentType != "" {
		b = append(b, `"content-type":`...)
		b = odata.AppendString(b, a.contentType)
		b = append(b, `,"odata-version":"4.0"`...)
	}
	for name, value := range a.header {
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = odata.AppendString(b, strings.ToLower(name))
		b = odata.AppendString(append(b, ':'), value)
	}
	b = append(b, '}')
	if len(a.body) > 0 {
		b = append(b, `,"body":`...)
		if strings.HasPrefix(a.contentType, "application/json") {
			b = append(b, a.body...)
		} else {
			b = odata.AppendString(b, string(a.body))
		}
	}
	return append(b, '}')
}

// appendPart writes one as a part of multipart/mixed.
func appendPart(b []byte, a answer) []byte {
	b = append(b, "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(a.status), 10)
	b = append(b, " "+http.StatusText(a.status)+"\r\n"...)
	if a.contentType != "" {
		b = append(b, "Content-Type: "+a.contentType+"\r\nOData-Version: 4.0\r\n"...)
	}
	for name, value := range a.header {
		b = append(b, name+": "+value+"\r\n"...)
	}
	return append(append(b, "\r\n"...), a.body...)
}
