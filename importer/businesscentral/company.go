package businesscentral

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/companies"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/schema"
)

// findCompany resolves the company once. On a server that lists no companies, a company that
// the user names is used as given.
func (c *Client) findCompany(ctx context.Context) error {
	all, r, err := c.companies(ctx)
	if err != nil {
		return err
	}
	if r.status != http.StatusOK {
		return c.withoutCompanies(r.fault())
	}
	found, err := companies.Pick(all, c.config.Company)
	if err != nil {
		return err
	}
	c.use(found)
	return nil
}

func (c *Client) withoutCompanies(f importer.Fault) error {
	switch {
	case f.HTTPStatus == http.StatusForbidden:
		return &importer.Problem{
			Cause: importer.Errorf("%w: Business Central does not permit reading companies: %s", importer.ErrSignIn, f.Message),
			Hint:  importer.PlainHint("give the application a permission set on the page Microsoft Entra applications"),
		}
	case c.config.Company != "" && listsNothing(f):
		c.config.Log.Warn("the API root lists no companies; using the company as given", "status", f.HTTPStatus)
		c.use(companies.Company{ID: c.config.Company, Name: c.config.Company})
		return nil
	}
	return &importer.Problem{
		Cause: importer.Errorf("list companies at %s: %s", c.root, f.Message),
		Hint:  importer.PlainHint(c.addressHint()),
	}
}

func (c *Client) addressHint() string {
	if c.root != c.config.Root {
		return schema.RouteHint
	}
	return "the API root ends in /api/v2.0; check tenant and environment"
}

func (c *Client) use(found companies.Company) {
	c.target.Company, c.target.CompanyID = found.Name, found.ID
	c.company = "companies(" + url.PathEscape(found.ID) + ")/"
}

// listsNothing reports whether the fault is that of an API root without companies, and not
// that of one with a reason to refuse, such as an environment that does not exist.
func listsNothing(f importer.Fault) bool {
	switch f.HTTPStatus {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return strings.HasPrefix(f.Code, faults.NoCode) || strings.HasPrefix(f.Code, "BadRequest_")
	}
	return false
}

// companies reads all pages of the list. Without an error the reply is the last one, which
// may be a refusal.
func (c *Client) companies(ctx context.Context) (all []companies.Company, r reply, err error) {
	r, err = c.list(ctx, "companies", call{url: c.root + "/companies", took: &c.opening}, func(body []byte) (string, error) {
		page, next, err := companies.Decode(body)
		all = append(all, page...)
		return next, err
	})
	if err != nil || !r.succeeded() {
		return nil, r, err
	}
	return all, r, nil
}
