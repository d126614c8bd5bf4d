package sandbox

import (
	"net/http"
	"strconv"
	"strings"
)

// answers are those of a batch's operations, as one body.
type answers struct {
	boundary string // of multipart/mixed; "" in JSON
	text     []byte
	starts   []int // where each answer starts in text
	order    []int // in which they are sent
}

// bytesAnAnswer is about how long the answer to one PATCH is.
const bytesAnAnswer = 700

func newAnswers(b *batch) *answers {
	all := &answers{text: make([]byte, 0, bytesAnAnswer*(1+len(b.operations))), starts: make([]int, 0, 1+len(b.operations)), order: make([]int, 0, len(b.operations))}
	if !b.asJSON {
		all.boundary = "batchresponse_" + randomGUID().String()
	}
	return all
}

// add writes the answer to one operation.
func (all *answers) add(o *operation, a answer) {
	all.order = append(all.order, len(all.starts))
	all.starts = append(all.starts, len(all.text))
	if all.boundary == "" {
		all.text = appendAnswer(all.text, o, a)
	} else {
		all.text = appendPart(all.text, a)
	}
}

// appendAnswer writes one in the form of the documented example (docs:
// webservices/use-odata-batch.md): names of headers in lower case, a JSON body as
// it is, no body where there is none. A body that is no JSON becomes a string.
func appendAnswer(b []byte, o *operation, a answer) []byte {
	b = append(b, `{"id":`...)
	b = append(b, o.id...)
	b = append(b, `,"status":`...)
	b = strconv.AppendInt(b, int64(a.status), 10)
	b = append(b, `,"headers":{`...)
	if a.contentType != "" {
		b = append(b, `"content-type":`...)
		b = appendString(b, a.contentType)
		b = append(b, `,"odata-version":"4.0"`...)
	}
	for name, value := range a.header {
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = appendString(b, strings.ToLower(name))
		b = appendString(append(b, ':'), value)
	}
	b = append(b, '}')
	if len(a.body) > 0 {
		b = append(b, `,"body":`...)
		if strings.HasPrefix(a.contentType, "application/json") {
			b = append(b, a.body...)
		} else {
			b = appendString(b, string(a.body))
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

// answer puts the answers together. Its status is 200 whatever is inside.
func (all *answers) answer() answer {
	before, between, after, media := `{"responses":[`, ",", "]}", jsonType
	if all.boundary != "" {
		line := "--" + all.boundary
		before, between, after = line+"\r\n", "\r\n"+line+"\r\n", "\r\n"+line+"--\r\n"
		media = "multipart/mixed; boundary=" + all.boundary
	}
	b := make([]byte, 0, len(all.text)+len(before)+len(after)+len(all.order)*len(between))
	b = append(b, before...)
	starts := append(all.starts, len(all.text))
	for i, which := range all.order {
		if i > 0 {
			b = append(b, between...)
		}
		b = append(b, all.text[starts[which]:starts[which+1]]...)
	}
	return answer{status: http.StatusOK, contentType: media, body: append(b, after...)}
}
