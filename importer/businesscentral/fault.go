package businesscentral

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"bcimport/importer"
)

// longestMessage bounds the server's words in a report, in bytes.
const longestMessage = 500

var (
	// Every measured message of Business Central ends with its correlation id.
	correlation = regexp.MustCompile(`\s*CorrelationId:\s*([0-9a-fA-F-]{36}|\S+?)\.?\s*$`)
	title       = regexp.MustCompile(`(?is)<title>\s*(.*?)\s*</title>`)
)

// parseFault reads an answer that is no success, whichever of the known families
// its body is of: {"error":{"code","message"}}, Entra's {"error":"…"}, {"Message"},
// HTML of something in between, or nothing. It never fails.
func parseFault(status int, header http.Header, body []byte) importer.Fault {
	f := importer.Fault{HTTPStatus: status, RequestID: header.Get("request-id")}
	if f.RequestID == "" {
		f.RequestID = header.Get("ms-correlation-x")
	}
	f.Code, f.Message = faultWords(body)
	if m := correlation.FindStringSubmatchIndex(f.Message); m != nil {
		if f.RequestID == "" {
			f.RequestID = f.Message[m[2]:m[3]]
		}
		f.Message = f.Message[:m[0]]
	}
	f.RequestID = oneLine(f.RequestID, 100)
	f.Message = oneLine(f.Message, longestMessage)
	f.Code = oneLine(f.Code, 100)
	if f.Code == "" {
		f.Code = "http_" + strconv.Itoa(status)
	}
	if f.Message == "" {
		f.Message = strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
	}
	return f
}

func faultWords(body []byte) (code, message string) {
	var answer struct {
		Error       json.RawMessage `json:"error"`
		Description string          `json:"error_description"`
		Message     string          `json:"Message"`
	}
	if json.Unmarshal(body, &answer) != nil {
		if m := title.FindSubmatch(body); m != nil {
			return "", string(m[1])
		}
		return "", ""
	}
	var inner struct{ Code, Message string }
	if json.Unmarshal(answer.Error, &inner) == nil {
		return inner.Code, inner.Message
	}
	var name string
	if json.Unmarshal(answer.Error, &name) == nil {
		return name, answer.Description
	}
	return "", answer.Message
}

// oneLine folds white space and control characters and cuts at a character.
func oneLine(s string, most int) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// readEnd is the end of a read by status and code together.
func readEnd(status int, code string) importer.End {
	switch {
	case status == 404:
		return importer.Missing
	case status == 429:
		return importer.NotDone
	case status == 408, status == 409, status < 400, status >= 500 && status != 501 && status != 505:
		return importer.Lost
	}
	return importer.Refused
}

// writeEnd is the end of a conditional update by status and code together.
//
// A stale eTag is 409 with Request_EntityChanged, and 412 is taken as the same; a
// 409 with another code is a lock, and the eTag is still good
// (business-central.md, §2 and §8). What can't be read as Business Central's own
// answer may come from something in between: it is lost, not refused.
func writeEnd(status int, code string) importer.End {
	switch {
	case status == 404:
		return importer.Missing
	case status == 412, status == 409 && code == "Request_EntityChanged":
		return importer.Stale
	case status == 409 && !strings.HasPrefix(code, "http_"), status == 429:
		return importer.NotDone
	case status == 408, status == 409, status < 400, status >= 500 && status != 501 && status != 505:
		return importer.Lost
	}
	return importer.Refused
}
