package odata

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"bcimport/importer/businesscentral/faults"
)

// MaxPages bounds a list whose next links never end. A page of Business Central has up to
// 20,000 records.
const MaxPages = 1000

// NextPage returns the URL of the next page of the list at link, empty at the end. Requests to
// it carry credentials, so it must be on the same host.
func NextPage(link, next string, pages int) (string, error) {
	if next == "" {
		return "", nil
	}
	if pages >= MaxPages {
		return "", fmt.Errorf("the list does not end after %d pages", MaxPages)
	}
	base, err := url.Parse(link)
	if err != nil {
		return "", errors.New("the list's own link is not a URL")
	}
	u, err := base.Parse(next)
	if err != nil {
		return "", errors.New("the next link is not a URL")
	}
	if u.User != nil || origin(u) != origin(base) {
		return "", fmt.Errorf("the next link leads to another host (%s)", faults.Line(u.Host, faults.MaxID))
	}
	if u.String() == link {
		return "", errors.New("the next link leads to the same page")
	}
	return u.String(), nil
}

// InContext completes the next link of an answer. A relative link refers to the answer's
// context (OData JSON Format 4.01, 4.5.1), mostly the API root, and not to the URL of the
// request. Without a context the link stays as it is.
func InContext(context, next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" || u.Path[0] == '/' {
		return next
	}
	if end := strings.IndexAny(context, "?#"); end >= 0 {
		context = context[:end]
	}
	return context[:strings.LastIndexByte(context, '/')+1] + next
}

// origin returns scheme, host and port, also if the URL omits the default port.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}
