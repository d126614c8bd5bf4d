package businesscentral

import (
	"context"
	"errors"
	"net/http"

	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/faults"
)

// resultOf returns how the server took a request as a whole that was no success. A filter or a
// batch that is too long gets 400 or one of the statuses made for that; nothing has changed
// after a status that means TooMuch or Unsupported.
func resultOf(r reply, code string) batching.Result {
	switch {
	case r.err != nil:
		if r.wrote && errors.Is(r.err, context.DeadlineExceeded) {
			return batching.Slow
		}
		return batching.Served
	case code == faults.CompanyNotFound, code == faults.TenantUnavailable:
		return batching.Served
	}
	switch r.status {
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return batching.Slow
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge:
		return batching.TooMuch
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotAcceptable,
		http.StatusLengthRequired, http.StatusUnsupportedMediaType, http.StatusNotImplemented:
		return batching.Unsupported
	}
	return batching.Served
}
