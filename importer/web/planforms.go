package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
)

// accepted is what the script of the screen Plan shows after a tick.
type accepted struct {
	Accepted int    `json:"accepted"`
	Said     string `json:"said"`
	Button   string `json:"button"`
	CanWrite bool   `json:"can_write"`
}

func (r *request) sayAccepted(w write) error {
	r.w.Header().Set("Content-Type", "application/json")
	r.w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(r.w).Encode(accepted{
		w.Accepted, r.T("%d of %d changes are accepted.", w.Accepted, w.All), r.T("Write %d changes", w.Accepted), w.CanWrite && w.Accepted > 0,
	})
}

// query is what an address asks of a table; a form holds the state of the screen that it
// stands on.
func (r *request) query(shape tables.Shape) table.Query {
	asked := r.URL.Query()
	if r.Method != http.MethodGet {
		asked, _ = url.ParseQuery(r.PostFormValue("state"))
	}
	return shape.Query(asked)
}

// values are those of a field of the form that was sent.
func (r *request) values(name string) []string {
	r.PostFormValue(name) // reads the form
	return r.PostForm[name]
}

// numbers reads the positions of a form; what is none is passed over.
func numbers(texts []string) []int {
	var all []int
	for _, text := range texts {
		if n, err := strconv.Atoi(text); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// digits leaves out what people put between the digits of a number.
func digits(text string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(".,'’ \u00a0\u202f", c) {
			return -1
		}
		return c
	}, text)
}
