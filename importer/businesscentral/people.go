package businesscentral

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
	"bcimport/importer/businesscentral/suggest"
	"bcimport/mapping/entity"
)

// requestQuota bounds the requests that only explain a failure.
type requestQuota struct {
	mu   sync.Mutex
	left int
}

// maxExplanations is how many such requests a connection makes at most.
const maxExplanations = 200

func (a *requestQuota) take() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.left--
	return a.left >= 0
}

// names is where the names of records are: a set, the properties of its id, of the number
// by which people know a record (empty: none), and of what they call it.
type names struct {
	set, id, number string
	parts           []string
}

// names returns where the names of the client's records are. Those of customerContacts are
// in contacts, which has a number and a name in one, under the same ids.
func (c *Client) names() names {
	if c.entity.Set == entity.CustomerContacts {
		return names{"contacts", "id", "number", []string{"displayName"}}
	}
	return names{c.set, c.entity.Key, c.entity.Number, c.entity.Name}
}

// columns lists the properties, and others, for $select.
func (n names) columns(others ...string) string {
	var all []string
	for _, name := range slices.Concat([]string{n.id, n.number}, n.parts, others) {
		if name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, ",")
}

// briefs reads what messages say of the records of a set that meet one of the conditions on
// a field: after any failure there are none.
func (c *Client) briefs(ctx context.Context, set, columns string, terms []string) []records.Brief {
	found, _ := c.listBriefs(ctx, set, columns, terms)
	return found
}

// listBriefs is briefs that also reports whether the service answered.
func (c *Client) listBriefs(ctx context.Context, set, columns string, terms []string) (found []records.Brief, answered bool) {
	base := c.root + "/" + c.company + set + "?$select=" + columns + "&$filter="
	if len(terms) == 0 || !c.explanations.take() {
		return nil, false
	}
	link, n := odata.FirstOf(base, terms)
	r, err := c.do(ctx, call{method: http.MethodGet, url: link, maxBytes: maxList, count: countRead})
	if err != nil || !r.succeeded() {
		return nil, false
	}
	found, err = records.Briefs(r.body)
	if err != nil || len(found) > 10*n { // the filter was ignored
		return nil, false
	}
	return found, true
}

// explainFound adds details to keys that found no record, or several.
func (c *Client) explainFound(ctx context.Context, found []importer.Found) {
	for i := range found {
		f := &found[i]
		switch {
		case f.Disposition != importer.Confirmed || len(f.IDs) == 1:
		case len(f.IDs) > 1:
			c.nameAll(ctx, f)
		case len(strings.TrimSpace(f.Lookup.Key)) > faults.MaxID:
		case !c.outsideByEmail(ctx, f):
			c.addSuggestions(ctx, f)
		}
	}
}

// nameAll adds the names of the records that a key finds.
func (c *Client) nameAll(ctx context.Context, f *importer.Found) {
	n := c.names()
	var terms []string
	for _, id := range f.IDs[:min(len(f.IDs), importer.MostPeople)] {
		terms = append(terms, c.idTerm(id))
	}
	for _, b := range c.briefs(ctx, n.set, n.columns(), terms) {
		f.People = append(f.People, b.Person(n.id, b[n.number], n.parts))
	}
}

// addSuggestions looks for records whose keys may have been meant.
func (c *Client) addSuggestions(ctx context.Context, f *importer.Found) {
	set, field := c.lookupOf(f.Lookup.By)
	n := c.names()
	if set != n.set { // e-mail addresses of customerContacts
		n = names{set, c.entity.Key, "", c.entity.Name}
	}
	variants := suggest.Keys(c.formOf(field), strings.TrimSpace(f.Lookup.Key))
	terms := make([]string, len(variants))
	for i, v := range variants {
		terms[i] = field + " eq " + odata.Literal(v)
	}
	byKey := map[string]records.Brief{}
	for _, b := range c.briefs(ctx, n.set, n.columns(field), terms) {
		byKey[odata.Fold(b[field])] = b
	}
	for _, v := range variants { // most likely first
		if b, ok := byKey[odata.Fold(v)]; ok && len(f.People) < importer.MostNearest {
			f.People = append(f.People, b.Person(n.id, v, n.parts))
		}
	}
}

// formOf returns what the keys of a field look like. $metadata does not tell codes from other
// texts; their names do.
func (c *Client) formOf(field string) suggest.Form {
	f := c.entity.Find(field)
	name := strings.ToLower(field)
	switch {
	case f.Purpose == entity.Email, name == "email":
		return suggest.Email
	case f.Type == entity.Code, strings.HasSuffix(name, "number"), strings.HasSuffix(name, "code"):
		return suggest.Code
	}
	return suggest.Text
}
