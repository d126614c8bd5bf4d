package odata

import (
	"fmt"
	"net/http"
)

// Refusal is an error with the status and code that Business Central gives it.
type Refusal struct {
	Status        int
	Code, Message string
}

// Error returns status, code and message.
func (e *Refusal) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// Refuse returns a Refusal with a formatted message.
func Refuse(status int, code, format string, args ...any) *Refusal {
	return &Refusal{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadRequest returns the Refusal of what cannot be read.
func BadRequest(format string, args ...any) *Refusal {
	return Refuse(http.StatusBadRequest, "BadRequest", format, args...)
}

// NotImplemented returns the Refusal of what the sandbox does not know.
func NotImplemented(format string, args ...any) *Refusal {
	return Refuse(http.StatusNotImplemented, "BadRequest_MethodNotImplemented", format, args...)
}
