package businesscentral

import (
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"bcimport/importer"
)

// Bounds of the server's words in a report, in bytes.
const (
	longestMessage = 500
	longestID      = 100
)

const (
	// noCode begins the code of an answer that has none of its own.
	noCode = "http_"
	// Codes of dynamics-error-codes.md for which no source tells the status: they
	// say nothing about the contact.
	companyNotFound   = "Internal_CompanyNotFound"
	tenantUnavailable = "Internal_TenantUnavailable"
)

var (
	// Every measured message of Business Central ends with its correlation id.
	correlation = regexp.MustCompile(`\s*CorrelationId:\s*([0-9a-fA-F-]{36}|\S+?)\.?\s*$`)
	title       = regexp.MustCompile(`(?is)<title>\s*(.*?)\s*</title>`)
)

// parseFault reads an answer that is no success, whichever of the known families
// its body is of: {"error":{"code","message"}}, Entra's {"error":"…"}, {"Message"},
// HTML of something in between, or nothing. It never fails. Secrets are taken out
// of all of it, for a server that repeats what it was sent.
func parseFault(status int, header http.Header, body []byte, secrets ...string) importer.Fault {
	code, message := faultWords(body)
	id := requestID(header)
	code, message, id = masked(code, secrets), masked(message, secrets), masked(id, secrets)
	f := importer.Fault{HTTPStatus: status, RequestID: id}
	if m := correlation.FindStringSubmatchIndex(message); m != nil {
		if f.RequestID == "" {
			f.RequestID = oneLine(message[m[2]:m[3]], longestID)
		}
		message = message[:m[0]]
	}
	f.Message = oneLine(message, longestMessage)
	f.Code = oneLine(code, longestID)
	if f.Code == "" {
		f.Code = noCode + strconv.Itoa(status)
	}
	if f.Message == "" {
		f.Message = strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
	}
	return f
}

func masked(s string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "***")
		}
	}
	return s
}

// requestID is what Microsoft's support asks for. request-id was measured on
// every answer, ms-correlation-x is read by other clients (business-central.md, §7).
func requestID(header http.Header) string {
	if id := header.Get("request-id"); id != "" {
		return oneLine(id, longestID)
	}
	return oneLine(header.Get("ms-correlation-x"), longestID)
}

// faultWords takes what it finds and overlooks what is of another type.
func faultWords(body []byte) (code, message string) {
	var answer struct {
		Error       json.RawMessage `json:"error"`
		Description string          `json:"error_description"`
		Message     string          `json:"Message"`
	}
	if !json.Valid(body) {
		if m := title.FindSubmatch(body); m != nil {
			return "", html.UnescapeString(string(m[1]))
		}
		return "", ""
	}
	_ = json.Unmarshal(body, &answer)
	var inner struct{ Code, Message string }
	if _ = json.Unmarshal(answer.Error, &inner); inner.Code != "" || inner.Message != "" {
		return inner.Code, inner.Message
	}
	var name string
	if _ = json.Unmarshal(answer.Error, &name); name != "" {
		return name, answer.Description
	}
	return "", answer.Message
}

// oneLine folds white space and control characters, so that nothing breaks a
// line or a terminal, and cuts at a character.
func oneLine(s string, most int) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// unclear tells a status after which nobody knows what was done: no answer of
// the API, or one of a server, gateway or proxy in trouble.
func unclear(status int) bool {
	switch {
	case status < 200, status/100 == 3, status == http.StatusRequestTimeout:
		return true
	case status == http.StatusNotImplemented, status == http.StatusHTTPVersionNotSupported:
		return false
	}
	return status >= 500
}

// readEnd is the end of a read that is no success, by status and code together.
func readEnd(status int, code string) importer.End {
	switch {
	case status == 429, code == companyNotFound:
		return importer.NotDone
	case unclear(status), status/100 == 2, status == 409, code == tenantUnavailable:
		return importer.Lost
	case status == 404:
		return importer.Missing
	}
	return importer.Refused
}

// writeEnd is the end of a conditional update that is no success, by status and
// code together.
//
// A stale eTag is 409 with Request_EntityChanged, and 412 is taken as the same; a
// 409 with another code is a lock, and the eTag is still good
// (business-central.md, §2 and §8). A 409 without a code is not Business
// Central's own answer and tells nothing.
func writeEnd(status int, code string) importer.End {
	switch {
	case status == 429, code == companyNotFound:
		return importer.NotDone
	case unclear(status), status/100 == 2, code == tenantUnavailable:
		return importer.Lost
	case status == 412, status == 409 && code == "Request_EntityChanged":
		return importer.Stale
	case status == 409 && strings.HasPrefix(code, noCode):
		return importer.Lost
	case status == 409:
		return importer.NotDone
	case status == 404:
		return importer.Missing
	}
	return importer.Refused
}
