package sandbox

import (
	"fmt"
	"net/http"
)

// spoil does to an answer what its fault asks for once the request has been
// processed.
func spoil(a answer, f Fault) answer {
	if a.delivery != whole {
		return a
	}
	switch f.Kind {
	case ResetAfter:
		a.delivery = lost
	case Truncated:
		a.delivery = cut
	case Unavailable, BadGateway, GatewayTimeout:
		return broken(f)
	case Garbled:
		if f.pick&1 == 0 {
			return answer{status: http.StatusOK, contentType: "text/html", body: page("Please sign in")}
		}
		a.status = http.StatusOK
		a.body = append(a.body[:len(a.body)/2:len(a.body)/2], `"":,`...)
	}
	return a
}

// broken is a 502, 503 or 504. A Retry-After is documented for the first two.
func broken(f Fault) answer {
	switch f.Kind {
	case Unavailable:
		return withRetryAfter(unavailable(), f.RetryAfter)
	case BadGateway:
		return withRetryAfter(gateway(http.StatusBadGateway), f.RetryAfter)
	default:
		return gateway(http.StatusGatewayTimeout)
	}
}

// gateway is the answer of something that stands in front of the service.
func gateway(status int) answer {
	return answer{status: status, contentType: "text/html", body: page(fmt.Sprintf("%d %s", status, http.StatusText(status)))}
}

func page(title string) []byte {
	return fmt.Appendf(nil, "<html><head><title>%s</title></head><body><h1>%s</h1></body></html>", title, title)
}

func withRetryAfter(a answer, value string) answer {
	if value != "" {
		a.header = map[string]string{"Retry-After": value}
	}
	return a
}
