package businesscentral

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bcimport/importer"
)

// connectTries is how often each first request is tried against passing faults.
const connectTries = 10

// Connect signs in, finds the company and reads $metadata. The error names what
// to do (importer.Hinted); nothing has been written when it fails.
func Connect(ctx context.Context, config Config) (*Client, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	config = config.withDefaults()
	client := &http.Client{
		Transport: transport(config.Concurrency),
		// A redirect is an answer that can't be used: following one would carry
		// the bearer, or the secret, to wherever it points.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c := &Client{
		config: config,
		http:   client,
		budget: newBudget(config.Rate, config.Concurrency, config.Patience),
		target: importer.Target{APIRoot: config.Root, Tenant: config.Tenant, Environment: config.Environment},
	}
	signIn := &http.Client{
		Transport:     countingTransport{client.Transport, func() { c.counted(func(n *importer.Requests) { n.Token++ }) }},
		CheckRedirect: client.CheckRedirect,
		Timeout:       time.Minute,
	}
	c.auth = newAuthorizer(config.Credentials, signIn, time.Now)
	if err := c.open(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Client) open(ctx context.Context) error {
	if err := c.findCompany(ctx); err != nil {
		return err
	}
	return c.readMetadata(ctx)
}

// countingTransport counts token requests, which stand outside the budget.
type countingTransport struct {
	inner http.RoundTripper
	count func()
}

func (t countingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.count()
	return t.inner.RoundTrip(r)
}

// first sends one of the requests that open a connection, again while it meets
// passing faults.
func (c *Client) first(ctx context.Context, call call) (reply, error) {
	for try := 1; ; try++ {
		r, err := c.do(ctx, call)
		if err != nil {
			return r, err
		}
		if r.err == nil && readEnd(r.status, "") != importer.NotDone && readEnd(r.status, "") != importer.Lost || r.status == http.StatusOK && r.err == nil {
			return r, nil
		}
		f := r.fault()
		if try == connectTries || r.status/100 == 3 {
			return r, &importer.Hinted{
				Err:  fmt.Errorf("connect to %s: %s", c.host(), f.Message),
				Hint: "check the API root, the network and the proxy; nothing was written",
			}
		}
		wait := importer.Backoff(try, rand.Float64())
		if f.Code == "no_connection" {
			wait = min(wait, 2*time.Second) // a wrong address should not take minutes to say so
		}
		c.config.Log.Info("no answer yet, trying again", "host", c.host(), "reason", f.Message, "try", try, "of", connectTries)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return r, ctx.Err()
		}
	}
}

func (c *Client) host() string {
	u, err := url.Parse(c.config.Root)
	if err != nil {
		return "the service"
	}
	return u.Host
}

type company struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// findCompany resolves the company once. A server that lists no companies is
// taken at its word only if the company is named.
func (c *Client) findCompany(ctx context.Context) error {
	companies, r, err := c.companies(ctx)
	if err != nil {
		return err
	}
	switch {
	case r.status == http.StatusForbidden:
		return &importer.Hinted{
			Err:  fmt.Errorf("%w: Business Central does not permit reading companies: %s", importer.ErrSignIn, r.fault().Message),
			Hint: "give the application a permission set on the page Microsoft Entra applications",
		}
	case r.status != http.StatusOK && c.config.Company != "":
		c.config.Log.Warn("the API root lists no companies; the company is used as given", "status", r.status)
		c.use(company{ID: c.config.Company, Name: c.config.Company})
		return nil
	case r.status != http.StatusOK:
		return &importer.Hinted{
			Err:  fmt.Errorf("list companies at %s: %s", c.config.Root, r.fault().Message),
			Hint: "the API root ends in /api/v2.0; check tenant and environment",
		}
	}
	found, err := pickCompany(companies, c.config.Company)
	if err != nil {
		return err
	}
	c.use(found)
	return nil
}

func (c *Client) use(found company) {
	c.target.Company, c.target.CompanyID = found.Name, found.ID
	c.company = "companies(" + url.PathEscape(found.ID) + ")/"
}

func (c *Client) companies(ctx context.Context) ([]company, reply, error) {
	var all []company
	link := c.config.Root + "/companies"
	for link != "" {
		r, err := c.first(ctx, call{method: http.MethodGet, url: link, most: mostList, count: countRead})
		if err != nil || r.status != http.StatusOK {
			return nil, r, err
		}
		var page struct {
			Value []company `json:"value"`
			Next  string    `json:"@odata.nextLink"`
		}
		if err := json.Unmarshal(r.body, &page); err != nil {
			return nil, r, &importer.Hinted{
				Err:  fmt.Errorf("list companies at %s: the answer is not what an API of Business Central gives", c.config.Root),
				Hint: "the API root ends in /api/v2.0; check --base-url",
			}
		}
		all = append(all, page.Value...)
		if link = page.Next; link != "" {
			if link, err = c.inside(link); err != nil {
				return nil, r, fmt.Errorf("list companies: %w", err)
			}
		}
		if link == "" {
			return all, r, nil
		}
	}
	return all, reply{}, nil
}

// pickCompany chooses by id or name; a name matches exactly, else without case
// if that is unique.
func pickCompany(companies []company, wanted string) (company, error) {
	var loose []company
	for _, co := range companies {
		if co.Name == wanted || strings.EqualFold(co.ID, strings.Trim(wanted, "{}")) {
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
		return company{}, &importer.Hinted{Err: errors.New("the environment shows no company"), Hint: "give the application a permission set for the company"}
	case wanted == "":
		return company{}, &importer.Hinted{Err: errors.New("there are several companies: say --company"), Hint: listed}
	}
	return company{}, &importer.Hinted{Err: fmt.Errorf("there is no company %q", wanted), Hint: listed}
}

// readMetadata reads the kind of the key and the lengths. A server without
// $metadata is no error: the schema stays undeclared.
func (c *Client) readMetadata(ctx context.Context) error {
	r, err := c.first(ctx, call{
		method: http.MethodGet, url: c.config.Root + "/$metadata",
		header: map[string]string{"Accept": "application/xml"}, most: mostMetadata, count: countRead,
	})
	if err != nil {
		return err
	}
	if r.status != http.StatusOK {
		c.config.Log.Debug("the server has no $metadata", "status", r.status)
		return nil
	}
	s, ok := parseMetadata(r.body, entitySet)
	if !ok {
		c.config.Log.Warn("the server's $metadata does not describe " + entitySet + "; keys are sent as they are")
	}
	c.schema = s
	return nil
}
