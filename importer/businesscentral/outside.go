package businesscentral

import (
	"context"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// whyOutside are the properties of contacts that say why customerContacts does not show one:
// companies, and persons whose company is not only a customer (APIV2CustContacts.Page.al,
// OnOpenPage; APIV2Contacts.Page.al).
func (n names) whyOutside() string { return n.columns("type", "contactBusinessRelation") }

// outside returns why customerContacts does not show a contact.
func outside(b records.Brief) importer.ExclusionReason {
	relation := b["contactBusinessRelation"]
	switch {
	case strings.EqualFold(b["type"], "Company"):
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
	if c.entity.Set != entity.CustomerContacts {
		return
	}
	n := c.names()
	var terms []string
	for i, a := range answers {
		if a.Disposition == importer.Missing && c.listable([]string{ids[i], ids[i]}) {
			terms = append(terms, c.idTerm(ids[i]))
		}
	}
	byID := map[string]records.Brief{}
	for _, b := range c.briefs(ctx, n.set, n.whyOutside(), terms) {
		byID[odata.Fold(b[n.id])] = b
	}
	for i := range answers {
		if b, ok := byID[odata.Fold(ids[i])]; ok && answers[i].Disposition == importer.Missing {
			answers[i].Exclusion, answers[i].Person = outside(b), b.Person(n.id, b[n.number], n.parts)
		}
	}
}

// outsideByEmail looks for a contact outside customerContacts by the e-mail address that
// finds none there, and reports whether there is one.
func (c *Client) outsideByEmail(ctx context.Context, f *importer.Found) bool {
	if c.entity.Set != entity.CustomerContacts || f.Lookup.By != mapping.MatchEmail {
		return false
	}
	n := c.names()
	for _, b := range c.briefs(ctx, n.set, n.whyOutside(), []string{"email eq " + odata.Literal(strings.TrimSpace(f.Lookup.Key))}) {
		f.Exclusion, f.People = outside(b), []importer.Person{b.Person(n.id, b[n.number], n.parts)}
		return true
	}
	return false
}
