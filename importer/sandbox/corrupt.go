package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
)

// corrupt returns the answer to a processed request as its fault changes it.
func corrupt(a answer, f Fault) answer {
	if a.delivery != whole {
		return a
	}
	switch f.Kind {
	case ResetAfter:
		a.delivery = lost
	case Truncated:
		a.delivery = cut
	case Unavailable, BadGateway, GatewayTimeout, Timeout:
		return outageAnswer(f)
	case InnerGarbled:
		return garbleInner(a, f)
	case Garbled:
		if f.random&1 == 0 {
			return answer{status: http.StatusOK, contentType: "text/html", body: page("Please sign in")}
		}
		a.status = http.StatusOK
		a.body = append(a.body[:len(a.body)/2:len(a.body)/2], `"":,`...)
	}
	return a
}

// garbleInner returns an answer inside a batch whose body is not the object that it
// should be.
func garbleInner(a answer, f Fault) answer {
	switch f.random % 3 {
	case 0:
		return answer{status: http.StatusOK, contentType: "text/html", body: page("Please sign in")}
	case 1:
		a.contentType, a.body = "", nil
	default:
		a.contentType = "text/plain" // which makes a string of the object
	}
	return a
}

// addFaulty adds the answer to an operation, or none or two, as its fault asks.
func (all *answers) addFaulty(o *operation, a answer) {
	f := o.x.fault
	if f.Kind == BatchMissing {
		return
	}
	if f.Kind == BatchTwice && f.random&1 == 0 {
		all.add(o, unavailable())
	}
	all.add(o, a)
	if f.Kind == BatchTwice && f.random&1 == 1 {
		all.add(o, unavailable())
	}
}

// shuffle puts the answers into another order and reports whether there is one.
func (all *answers) shuffle(random uint64) bool {
	n := len(all.parts)
	if n < 2 {
		return false
	}
	order := rand.New(rand.NewPCG(random, uint64(n))).Perm(n)
	if slices.IsSorted(order) {
		slices.Reverse(order)
	}
	all.reorder(order)
	return true
}

// outageAnswer returns a 408, 502, 503 or 504. A Retry-After is documented for 502 and 503.
func outageAnswer(f Fault) answer {
	switch f.Kind {
	case Unavailable, InnerUnavailable:
		return withRetryAfter(unavailable(), f.RetryAfter)
	case BadGateway:
		return withRetryAfter(gateway(http.StatusBadGateway), f.RetryAfter)
	case Timeout:
		return gateway(http.StatusRequestTimeout)
	default:
		return gateway(http.StatusGatewayTimeout)
	}
}

// gateway returns the answer of a gateway in front of the service.
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
