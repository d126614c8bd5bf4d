package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/suggest"
	"bcimport/mapping/entity"
)

// contactProfile is a record of the set contacts, which also has what customerContacts does
// not show: companies, and persons whose company is not only a customer
// (APIV2CustContacts.Page.al, OnOpenPage; APIV2Contacts.Page.al).
type contactProfile struct {
	ID          string  `json:"id"`
	Number      *string `json:"number"`
	DisplayName *string `json:"displayName"`
	Type        *string `json:"type"`
	Relation    *string `json:"contactBusinessRelation"`
	Email       *string `json:"email"`
	FirstName   *string `json:"firstName"`
	LastName    *string `json:"lastName"`
}

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

// profiles reads the records of a set that meet one of the conditions on a field, for
// messages only: after any failure there are none.
func (c *Client) profiles(ctx context.Context, set, columns string, terms []string) []contactProfile {
	profiles, _ := c.listProfiles(ctx, set, columns, terms)
	return profiles
}

// listProfiles is profiles that also reports whether the service answered.
func (c *Client) listProfiles(ctx context.Context, set, columns string, terms []string) (profiles []contactProfile, answered bool) {
	base := c.root + "/" + c.company + set + "?$select=" + columns + "&$filter="
	indexes := make([]int, len(terms))
	for i := range indexes {
		indexes[i] = i
	}
	if len(terms) == 0 || !c.explanations.take() {
		return nil, false
	}
	terms = terms[:odata.Fit(base, indexes, func(i int) string { return terms[i] })]
	r, err := c.do(ctx, call{method: http.MethodGet, url: base + odata.QueryEscape(odata.AnyOf(terms)), maxBytes: maxList, count: countRead})
	if err != nil || !r.succeeded() {
		return nil, false
	}
	profiles, err = decodePeople(r.body)
	if err != nil || len(profiles) > 10*len(terms) { // the filter was ignored
		return nil, false
	}
	return profiles, true
}

func decodePeople(body []byte) ([]contactProfile, error) {
	var page struct {
		Value []contactProfile `json:"value"`
	}
	if !odata.Unmarshal(body, &page) {
		return nil, errors.New("the answer is not a list of contacts")
	}
	return page.Value, nil
}

// person returns the core's form; key is the one that a row would use.
func (p contactProfile) person(key string) importer.Person {
	name := valueOrEmpty(p.DisplayName)
	if name == "" {
		name = strings.TrimSpace(valueOrEmpty(p.FirstName) + " " + valueOrEmpty(p.LastName))
	}
	return importer.Person{ID: p.ID, Key: key, Name: faults.Line(name, faults.MaxID)}
}

func valueOrEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// outside returns why customerContacts does not show the person.
func (p contactProfile) outside() importer.ExclusionReason {
	relation := valueOrEmpty(p.Relation)
	switch {
	case strings.EqualFold(valueOrEmpty(p.Type), "Company"):
		return importer.IsCompany
	case strings.EqualFold(relation, "Multiple"):
		return importer.SeveralRelations
	case relation != "" && !strings.EqualFold(relation, "Customer"):
		return importer.NoCustomer
	}
	return importer.NotShown
}

// explainMissing looks for missing customerContacts among all contacts.
func (c *Client) explainMissing(ctx context.Context, ids []string, answers []importer.Response) {
	var terms []string
	for i, a := range answers {
		if a.Disposition == importer.Missing && c.listable([]string{ids[i], ids[i]}) {
			terms = append(terms, c.idTerm(ids[i]))
		}
	}
	byID := map[string]contactProfile{}
	for _, p := range c.profiles(ctx, "contacts", "id,number,displayName,type,contactBusinessRelation", terms) {
		byID[odata.Fold(p.ID)] = p
	}
	for i := range answers {
		if p, ok := byID[odata.Fold(ids[i])]; ok && answers[i].Disposition == importer.Missing {
			answers[i].Exclusion, answers[i].Person = p.outside(), p.person(valueOrEmpty(p.Number))
		}
	}
}

// explainFound adds details to keys that found no contact, or several.
func (c *Client) explainFound(ctx context.Context, found []importer.Found) {
	for i := range found {
		f := &found[i]
		switch {
		case f.Disposition != importer.Confirmed || len(f.IDs) == 1:
		case len(f.IDs) > 1:
			c.nameAll(ctx, f)
		default:
			c.addSuggestions(ctx, f)
		}
	}
}

// nameAll adds the names of the contacts that a key finds.
func (c *Client) nameAll(ctx context.Context, f *importer.Found) {
	var terms []string
	for _, id := range f.IDs[:min(len(f.IDs), importer.MostPeople)] {
		terms = append(terms, c.idTerm(id))
	}
	for _, p := range c.profiles(ctx, "contacts", "id,number,displayName", terms) {
		f.People = append(f.People, p.person(valueOrEmpty(p.Number)))
	}
}

// addSuggestions looks for contacts whose keys may have been meant. For an e-mail address it
// first looks for a contact outside customerContacts.
func (c *Client) addSuggestions(ctx context.Context, f *importer.Found) {
	key := strings.TrimSpace(f.Lookup.Key)
	if len(key) > faults.MaxID {
		return
	}
	set, field := c.lookupOf(f.Lookup.By)
	columns := "id,number,displayName"
	if c.entity.Set == entity.CustomerContacts && set == c.set {
		columns = "id,email,firstName,lastName"
		for _, p := range c.profiles(ctx, "contacts", "id,number,displayName,type,contactBusinessRelation", []string{"email eq " + odata.Literal(key)}) {
			f.Exclusion, f.People = p.outside(), []importer.Person{p.person(valueOrEmpty(p.Number))}
			return
		}
	}
	variants := suggest.Keys(f.Lookup.By, key)
	terms := make([]string, len(variants))
	for i, v := range variants {
		terms[i] = field + " eq " + odata.Literal(v)
	}
	byKey := map[string]contactProfile{}
	for _, p := range c.profiles(ctx, set, columns, terms) {
		byKey[odata.Fold(valueOrEmpty(p.Number)+valueOrEmpty(p.Email))] = p // only one of them is selected
	}
	for _, v := range variants { // most likely first
		if p, ok := byKey[odata.Fold(v)]; ok && len(f.People) < importer.MostNearest {
			f.People = append(f.People, p.person(v))
		}
	}
}
