package guard

import (
	"fmt"
	"net/http"

	"bcimport/importer/web/words"
)

// policy is the Content-Security-Policy of every answer: nothing of another host, no script
// and no style within a page, and no frame around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// harden sets what every answer carries. A handler may say that a file can be kept.
func harden(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	// Forms of a page that tells no referrer at all have the origin null.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// refuse answers a request that is not let through, in the reader's language.
func (g *Guard) refuse(w http.ResponseWriter, r *http.Request, status int) {
	printer := words.For(r.Header.Get("Accept-Language"), g.language)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Language", printer.Lang())
	w.WriteHeader(status)
	fmt.Fprintln(w, printer.T(told(status)))
}

// told is what a person reads of a refusal.
func told(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return words.Mark("This address has been used or is too old: it works once, and for one minute. Nothing was changed. Start bcimport ui again: it opens a new one of the program that is running.")
	case http.StatusMisdirectedRequest:
		return words.Mark("This name is not served. Open the address that bcimport has printed.")
	case http.StatusForbidden:
		return words.Mark("This was not asked for by the page itself. Nothing was changed. Reload the page and try again.")
	case http.StatusRequestEntityTooLarge:
		return words.Mark("This is too large. Nothing was changed.")
	case http.StatusMethodNotAllowed:
		return words.Mark("This can't be done here.")
	default:
		return words.Mark("There is nothing here.")
	}
}
