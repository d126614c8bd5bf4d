package guard

import "net/http"

// own reports whether a change comes from the page itself. Pages of other ports of this
// machine are of the same site, so that their requests carry the cookie.
func (g *Guard) own(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) != 1 || origins[0] != g.Origin() {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin"
}

// foreign reports whether another page has something of this one loaded: a picture, a
// script, a frame. A link that a person follows is none of these.
func foreign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	return embedded(r) || r.Header.Get("Sec-Fetch-Mode") != "navigate"
}

// embedded reports whether a request is for anything but a page of its own.
func embedded(r *http.Request) bool {
	dest := r.Header.Get("Sec-Fetch-Dest")
	return dest != "" && dest != "document"
}

// looksAhead reports whether a browser loads what nobody has opened yet.
func looksAhead(r *http.Request) bool {
	return r.Header.Get("Sec-Purpose") != "" || r.Header.Get("Purpose") != "" || r.Header.Get("X-Moz") != ""
}
