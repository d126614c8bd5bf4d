package businesscentral

import (
	"context"
	"time"

	"bcimport/importer"
)

// namingTimeout bounds how long Named takes.
const namingTimeout = 10 * time.Second

// Named reads numbers and names of records, as many as fit into one request, for messages
// and reports only: after any failure there are none. It returns false if asking again is
// pointless: the service does not answer, or the quota of such requests is used up.
func (c *Client) Named(ctx context.Context, ids []string) ([]importer.Person, bool) {
	var terms []string
	for _, id := range ids {
		if c.listable([]string{id, id}) {
			terms = append(terms, c.idTerm(id))
		}
	}
	if len(terms) == 0 {
		return nil, c.schema.Key != importer.KeyUndeclared
	}
	ctx, cancel := context.WithTimeout(ctx, namingTimeout)
	defer cancel()
	n := c.names()
	found, answered := c.listBriefs(ctx, n.set, n.columns(), terms)
	people := make([]importer.Person, len(found))
	for i, b := range found {
		people[i] = b.Person(n.id, b[n.number], n.parts)
	}
	return people, answered
}
