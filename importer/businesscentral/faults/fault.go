package faults

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

// Bounds of the server's texts in a report, in bytes.
const (
	MaxMessage = 500
	MaxID      = 100
)

// NoCode is the prefix of the code of an answer that has none.
const NoCode = "http_"

var (
	// correlation ends every measured message of Business Central.
	correlation = regexp.MustCompile(`\s*CorrelationId:\s*([0-9a-fA-F-]{36}|\S+?)\.?\s*$`)
	title       = regexp.MustCompile(`(?is)<title>\s*(.*?)\s*</title>`)
)

// Parse returns the fault of an answer that is no success. It knows the families of bodies:
// {"error":{"code","message"}}, Entra's {"error":"…"}, {"Message"}, HTML of a gateway, and
// none. It never fails. It masks secrets everywhere, since a server may repeat what it was
// sent.
func Parse(status int, header http.Header, body []byte, secrets ...string) importer.Fault {
	code, message := faultWords(body)
	id := RequestID(header)
	code, message, id = Mask(code, secrets), Mask(message, secrets), Mask(id, secrets)
	f := importer.Fault{HTTPStatus: status, RequestID: id}
	if m := correlation.FindStringSubmatchIndex(message); m != nil {
		if f.RequestID == "" {
			f.RequestID = Line(message[m[2]:m[3]], MaxID)
		}
		message = message[:m[0]]
	}
	f.Message = Line(message, MaxMessage)
	f.Code = Line(code, MaxID)
	if f.Code == "" {
		f.Code = NoCode + strconv.Itoa(status)
	}
	if f.Message == "" {
		f.Message = strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
	}
	return f
}

// Mask takes secrets out of what a server says, whole or in part: many cut what they
// repeat.
func Mask(s string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			s = maskedParts(strings.ReplaceAll(s, secret, "***"), secret)
		}
	}
	return s
}

const (
	// tellingPart is how many bytes of a secret in a row are no coincidence.
	tellingPart = 12
	// longestSearched is more of a server's words than is ever shown.
	longestSearched = 16 << 10
)

// maskedParts takes out every piece of a secret that is long enough, in capitals or
// not. It cuts what is absurdly long.
func maskedParts(s, secret string) string {
	s = s[:min(len(s), longestSearched)]
	low, lowSecret := lowASCII(s), lowASCII(secret)
	var b strings.Builder
	for i := 0; i < len(s); {
		n := 0
		for end := i + tellingPart; end <= len(s) && strings.Contains(lowSecret, low[i:end]); end++ {
			n = end - i
		}
		if n == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteString("***")
		i += n
	}
	return b.String()
}

// lowASCII makes small letters of capitals and keeps every byte in its place.
func lowASCII(s string) string {
	low := []byte(s)
	for i, c := range low {
		if 'A' <= c && c <= 'Z' {
			low[i] = c + 'a' - 'A'
		}
	}
	return string(low)
}

// RequestID returns the id that Microsoft's support asks for. Business Central sends request-id
// with every response; other clients read ms-correlation-x.
func RequestID(header http.Header) string {
	if id := header.Get("request-id"); id != "" {
		return Line(id, MaxID)
	}
	return Line(header.Get("ms-correlation-x"), MaxID)
}

// faultWords returns the code and the message that it finds, and ignores values of another
// type.
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

// Line returns s on one line: it folds white space and control characters, which could break
// a line or a terminal, and cuts after most bytes at a character.
func Line(s string, most int) string {
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

// Unclear reports whether a status leaves open what was done: it is not the API's own, or
// that of a server, gateway or proxy in trouble.
func Unclear(status int) bool {
	switch {
	case status < 200, status/100 == 3, status == http.StatusRequestTimeout:
		return true
	case status == http.StatusNotImplemented, status == http.StatusHTTPVersionNotSupported:
		return false
	}
	return status >= 500
}
