package businesscentral

import (
	"context"
	"net/http"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
	"bcimport/importer/businesscentral/records"
)

// maxCodes is how many records of a referenced set are read: 250,000 need some 30 MB, and a
// dozen requests.
const maxCodes = 250_000

// errTooManyCodes means that a referenced set has more records than that.
var errTooManyCodes = importer.Errorf("more than %d records", maxCodes)

// Codes returns the ids of all records of a set that others refer to, each with its text in
// the field by. The set is one of the client's own root. An importer.Problem says why there
// are none.
func (c *Client) Codes(ctx context.Context, set, by string) ([]importer.RecordCode, error) {
	ref, err := c.metadata.Reference(ctx, set, by)
	if err != nil {
		return nil, err
	}
	var codes []importer.RecordCode
	seen := map[string]bool{}
	link := c.root + "/" + c.company + ref.Set + "?$select=" + ref.Key + "," + by
	r, err := c.list(ctx, set, call{url: link, header: primary, took: &c.reads}, func(body []byte) (string, error) {
		page, next, err := records.Keys(body, ref.Key, by)
		for _, k := range page {
			if id := odata.Fold(k.ID); k.Key != "" && !seen[id] { // it may be on two pages
				seen[id] = true
				codes = append(codes, importer.RecordCode{ID: k.ID, Code: k.Key})
			}
		}
		if len(seen) > maxCodes {
			next = "" // the rest is not needed to refuse them
		}
		return next, err
	})
	switch {
	case err != nil:
		return nil, err
	case !r.succeeded():
		return nil, c.codesRefused(set, by, r)
	case len(seen) > maxCodes:
		return nil, importer.NewInvalid(importer.Errorf("%s has %w, too many to look codes up in", set, errTooManyCodes)).
			Hintf("put the ids of its records (GUIDs) into the file in place of %s", by)
	}
	return codes, nil
}

func (c *Client) codesRefused(set, by string, r reply) error {
	f := r.fault()
	if err := companyGone(f); err != nil {
		return err
	}
	p := importer.NewInvalid(importer.Errorf("the service does not list %s by %s: %s", set, by, f.Message))
	if f.HTTPStatus == http.StatusForbidden {
		return p.Hintf("give the user a permission set that may read %s", set)
	}
	return p.Hintf("put the ids of its records (GUIDs) into the file in place of %s", by)
}
