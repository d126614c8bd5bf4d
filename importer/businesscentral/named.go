package businesscentral

import (
	"context"
	"time"

	"bcimport/importer"
)

// namingTakes is how long people are waited for.
const namingTakes = 10 * time.Second

// Named asks once for what people call the contacts with the ids, as many as fit into
// one request, for messages and reports alone: whatever goes wrong, there are none. It
// tells false when it is not worth asking again: nobody answers, or all that a
// connection asks for such a purpose has been asked.
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
	ctx, cancel := context.WithTimeout(ctx, namingTakes)
	defer cancel()
	found, answered := c.listProfiles(ctx, "contacts", "id,number,displayName", terms)
	people := make([]importer.Person, len(found))
	for i, p := range found {
		people[i] = p.person(deref(p.Number))
	}
	return people, answered
}
