package guard

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

const (
	tokenField  = "token"
	tokenHeader = "X-Token"
	// formHead is how many bytes of a form with files may stand before the end of its token.
	formHead = 1 << 10
)

// tokenOf returns the token of a change; empty for none. A form with files is read no further
// than its first field, which the handler still reads.
func tokenOf(r *http.Request) string {
	if token := r.Header.Get(tokenHeader); token != "" {
		return token
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return ""
	case kind == "application/x-www-form-urlencoded":
		return r.PostFormValue(tokenField) // the parsed form stays with the request
	case kind != "multipart/form-data":
		return ""
	}
	body := bufio.NewReaderSize(r.Body, formHead)
	head, _ := body.Peek(formHead) // a shorter body is a whole one
	r.Body = struct {
		io.Reader
		io.Closer
	}{body, r.Body}
	return firstField(head, params["boundary"])
}

// firstField returns the token of the beginning of a form, if that is its first field.
func firstField(head []byte, boundary string) string {
	part, err := multipart.NewReader(bytes.NewReader(head), boundary).NextPart()
	if err != nil || part.FormName() != tokenField || part.FileName() != "" {
		return ""
	}
	token, err := io.ReadAll(part)
	if err != nil {
		return ""
	}
	return string(token)
}
