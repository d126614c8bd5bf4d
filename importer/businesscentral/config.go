package businesscentral

import (
	"cmp"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/schema"
	"bcimport/importer/businesscentral/signin"
	"bcimport/mapping/entity"
)

// Config says where to connect to and how. Zero values of the last group mean
// the default.
type Config struct {
	Root        string // API root up to and including /api/v2.0
	Tenant      string
	Environment string
	Company     string // name or id; empty if there is only one
	Credentials Credentials
	// Apps are several app registrations, each a user with limits of its own,
	// that share the work; client id and secret of Credentials are ignored then.
	Apps []App
	// Set is the record set, of a custom API publisher/group/version/set; empty means
	// customerContacts.
	Set string
	// Rate and Concurrency are those of each user; 0: no limit, and 5 at once.
	Rate        Rate
	Concurrency int
	// Batch is how many contacts one request reads or writes at most, up to 100;
	// 0 and 1 mean plain GET and PATCH.
	Batch int
	// BatchCounts is what a batch counts as towards the rate: CountOne, the default,
	// or CountOperations. How Business Central counts is not measured; its docs
	// recommend batches to reduce the number of calls (dynamics-rate-limits.md).
	BatchCounts string

	// RequestTimeout bounds one request; 5 minutes, longer than the server waits
	// for a lock by default (server-instance-settings.md: 3 minutes).
	RequestTimeout time.Duration
	// Grace is the time for requests in flight when the run stops; 3 seconds, so that
	// a million rows can still be reported within ten.
	Grace time.Duration
	// Patience is the longest pause that the server may ask for; 15 minutes.
	Patience time.Duration
	// CacheDir is where $metadata is kept between runs; empty: nowhere.
	CacheDir string
	// Asked, if any, is told how long the server asks to wait, from any goroutine.
	Asked func(wait time.Duration)
	// Guard, if any, is asked before each write to a connection: an error keeps it from
	// being sent.
	Guard func() error
	// Log gets messages for people, never with values of contacts or secrets.
	Log *slog.Logger
	// Roots are the trusted certificate authorities; nil means the system's.
	Roots *x509.CertPool
	// UserAgent names the program to the service.
	UserAgent string
}

// Rate is how many requests a user may send in any span.
type Rate = limits.Rate

// Values of Config.BatchCounts.
const (
	CountOne        = "one"
	CountOperations = "operations"
)

// maxOperations is Business Central's limit (operational-limits-online.md).
const maxOperations = 100

// Root returns the API root of an environment of Business Central online.
func Root(tenant, environment string) string {
	root := "https://api.businesscentral.dynamics.com/v2.0/"
	if tenant != "" {
		root += url.PathEscape(tenant) + "/"
	}
	return root + url.PathEscape(environment) + "/api/v2.0"
}

// apiRoot returns the root of the API with a route (publisher/group/version), beside that of
// API v2.0; an empty route is that itself (developer/devenv-develop-custom-api.md).
func apiRoot(root, route string) string {
	if route == "" {
		return root
	}
	return strings.TrimSuffix(root, "/v2.0") + "/" + route
}

// EnvironmentOf returns the environment's name in an API root of Business Central
// online (…/v2.0/[tenant/]ENVIRONMENT/api/v2.0), empty for other roots.
func EnvironmentOf(root string) string {
	u, err := url.Parse(root)
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(parts) - 1; i >= 2; i-- {
		versioned := version.MatchString(parts[i-2]) || i >= 3 && version.MatchString(parts[i-3])
		if versioned && strings.EqualFold(parts[i], "api") {
			return parts[i-1]
		}
	}
	return ""
}

var version = regexp.MustCompile(`^[vV]\d+\.\d+$`)

// withDefaults returns c with every zero setting replaced by its default.
func (c Config) withDefaults() Config {
	if c.RequestTimeout == 0 {
		c.RequestTimeout = 5 * time.Minute
	}
	if c.Grace == 0 {
		c.Grace = 3 * time.Second
	}
	if c.Patience == 0 {
		c.Patience = importer.DefaultGiveUpAfter
	}
	if c.Concurrency == 0 {
		c.Concurrency = 5
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.UserAgent == "" {
		c.UserAgent = "bcimport"
	}
	c.Batch = max(1, c.Batch)
	if c.BatchCounts == CountOperations && c.Rate.Requests > 0 {
		c.Batch = min(c.Batch, c.Rate.Requests) // a larger one would never fit the window
	}
	c.Root = strings.TrimRight(c.Root, "/")
	c.Set = cmp.Or(c.Set, entity.CustomerContacts)
	return c
}

// weight returns how many requests a batch of n operations counts as.
func (c Config) weight(n int) int {
	if c.BatchCounts == CountOperations {
		return n
	}
	return 1
}

// Validate returns every setting that can't work, without connecting.
func (c Config) Validate() error {
	var errs []error
	if c.Root == "" {
		errs = append(errs, &importer.Problem{
			Cause: importer.Errorf("no environment and no API root"),
			Hint: importer.NewHint("set %s with %s, or %s",
				importer.Option{Name: "environment", Value: "NAME"}, importer.Option{Name: "tenant"}, importer.Option{Name: "base_url", Value: "URL"}),
		})
	} else {
		errs = append(errs, signin.CheckURL("base_url", c.Root))
	}
	if c.Concurrency < 0 || c.Rate.Requests < 0 || c.Rate.Requests > 0 && c.Rate.Span <= 0 {
		errs = append(errs, importer.Errorf("rate and concurrency must not be negative"))
	}
	if c.Batch < 0 || c.Batch > maxOperations {
		errs = append(errs, importer.Errorf("a batch holds 1 to %d operations", maxOperations))
	}
	if c.BatchCounts != "" && c.BatchCounts != CountOne && c.BatchCounts != CountOperations {
		errs = append(errs, &importer.Problem{
			Cause: importer.Errorf("unknown way to count a batch %q", c.BatchCounts), Hint: importer.NewHint("use %s or %s", CountOne, CountOperations),
		})
	}
	errs = append(errs, schema.CheckName(c.Set), c.checkApps(), c.Credentials.Validate(len(c.Apps) > 0))
	return errors.Join(errs...)
}
