package businesscentral

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/odata"
)

type company struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// findCompany resolves the company once. On a server that lists no companies, a company that
// the user names is used as given.
func (c *Client) findCompany(ctx context.Context) error {
	companies, r, err := c.companies(ctx)
	if err != nil {
		return err
	}
	if r.status != http.StatusOK {
		return c.withoutCompanies(r.fault())
	}
	found, err := pickCompany(companies, c.config.Company)
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
			Cause: fmt.Errorf("%w: Business Central does not permit reading companies: %s", importer.ErrSignIn, f.Message),
			Hint:  importer.PlainHint("give the application a permission set on the page Microsoft Entra applications"),
		}
	case c.config.Company != "" && listsNothing(f):
		c.config.Log.Warn("the API root lists no companies; using the company as given", "status", f.HTTPStatus)
		c.use(company{ID: c.config.Company, Name: c.config.Company})
		return nil
	}
	return &importer.Problem{
		Cause: fmt.Errorf("list companies at %s: %s", c.config.Root, f.Message),
		Hint:  importer.PlainHint("the API root ends in /api/v2.0; check tenant and environment"),
	}
}

func (c *Client) use(found company) {
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
func (c *Client) companies(ctx context.Context) ([]company, reply, error) {
	var all []company
	link := c.root + "/companies"
	for pages := 1; ; pages++ {
		var page []company
		var next string
		r, err := c.retrying(ctx, call{method: http.MethodGet, url: link, maxBytes: maxList, count: countRead, took: &c.opening}, func(body []byte) (err error) {
			page, next, err = decodeCompanies(body)
			return err
		})
		if err != nil || r.status != http.StatusOK {
			return nil, r, err
		}
		all = append(all, page...)
		if next, err = odata.NextPage(link, next, pages); err != nil {
			return nil, r, fmt.Errorf("list companies: %w", err)
		}
		if next == "" {
			return all, r, nil
		}
		link = next
	}
}

func decodeCompanies(body []byte) (companies []company, next string, err error) {
	var page struct {
		Value   []company `json:"value"`
		Context string    `json:"@odata.context"`
		Next    string    `json:"@odata.nextLink"`
	}
	if json.Unmarshal(body, &page) != nil || page.Value == nil ||
		slices.ContainsFunc(page.Value, func(co company) bool { return co.ID == "" }) {
		return nil, "", errors.New("the answer is not a list of companies")
	}
	return page.Value, odata.InContext(page.Context, page.Next), nil
}

// pickCompany chooses a company by id or name. A name must match exactly, or without case if
// that is unique.
func pickCompany(companies []company, wanted string) (company, error) {
	var loose []company
	for _, co := range companies {
		if wanted != "" && (co.Name == wanted || strings.EqualFold(co.ID, strings.Trim(wanted, "{}"))) {
			return co, nil
		}
		if strings.EqualFold(co.Name, strings.TrimSpace(wanted)) {
			loose = append(loose, co)
		}
	}
	switch {
	case len(loose) == 1:
		return loose[0], nil
	case wanted == "" && len(companies) == 1:
		return companies[0], nil
	}
	names := make([]string, len(companies))
	for i, co := range companies {
		names[i] = fmt.Sprintf("%q (%s)", co.Name, co.ID)
	}
	listed := "the environment has: " + strings.Join(names, ", ")
	switch {
	case len(companies) == 0:
		return company{}, &importer.Problem{Cause: errors.New("the environment has no company that this user can see"), Hint: importer.PlainHint("give the user a permission set for the company")}
	case wanted == "":
		return company{}, &importer.Problem{
			Cause: errors.New("there are several companies"),
			Hint:  importer.NewHint("%s; choose one with %s", listed, importer.Option{Name: "company"}),
		}
	}
	return company{}, &importer.Problem{Cause: fmt.Errorf("there is no company %q", wanted), Hint: importer.PlainHint(listed)}
}
