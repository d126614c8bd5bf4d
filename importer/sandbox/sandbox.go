// Package sandbox is a local stand-in for Business Central: an http.Handler that
// signs in by client secret, certificate and device code and serves companies, customerContacts,
// contacts, items, customers, what these refer to, $batch and $metadata of API v2.0, all
// made from a seed. It is
// written from the documented behaviour alone and shares no code with the
// client, so that a mistake in one cannot hide in the other. It is not a general
// OData server: what it does not know it answers with 501.
//
// Start at New; ServeHTTP in server.go shows the way of a request, patch.go the
// way of a write to a contact, records.go of one to any other record, operation.go the
// way of a batch; odata holds the forms of the protocol, records the typed records, sets
// what they are, entra the sign-in, statefile what outlives a restart. Tests look inside
// through Contact, Record, Edit, EditRecord, Writes and Stats.
package sandbox

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"bcimport/importer/sandbox/entra"
)

// The sign-in that a Server accepts unless Config.Apps says otherwise, and the
// environment it serves unless Config.Environment does.
const (
	DefaultClientID     = "11111111-1111-1111-1111-111111111111"
	DefaultClientSecret = "sandbox-secret"
	DefaultEnvironment  = "sandbox"
	DefaultCompany      = "CRONUS International Ltd."
)

const (
	defaultContacts = 20000
	defaultItems    = 1000
	maxContacts     = 1000000
)

// Config says what a Server holds and how it behaves. The zero value is a good
// stand-in in memory with the published limits and without faults.
type Config struct {
	// Seed makes the contacts and, unless Faults.Seed is set, the faults.
	Seed uint64
	// Contacts is the number of person contacts, CONT00001 onwards; 0 means 20,000.
	// The companies they work for come on top, as contacts COMP00001 onwards.
	Contacts int
	// Items is the number of items, 10001 onwards; 0 means 1,000.
	Items int
	// Setup decides what writes to other sets than contacts do.
	Setup Setup
	// StateFile keeps accepted writes over restarts; "" keeps them in memory only.
	StateFile string

	// Companies are the names of the companies; nil means DefaultCompany alone.
	// The first one holds the contacts, the others hold none.
	Companies []string
	// Environment is the only environment that exists; "" means DefaultEnvironment.
	Environment string

	// Apps maps client ids to their secrets; nil means the default pair.
	Apps map[string]string
	// Certificates maps client ids to the certificates that they may sign in with.
	Certificates map[string]*x509.Certificate
	// Federated maps client ids to a token of another issuer that stands in for them,
	// as a workload's does.
	Federated map[string]string
	// TokenLifetime is how long a token is valid; 0 means an hour, as Entra's are.
	TokenLifetime time.Duration
	// Username and Password, where set, are accepted as basic authentication.
	Username, Password string
	// Anonymous lets requests in that carry no Authorization header at all.
	Anonymous bool

	// NoPersons refuses a sign-in by device code, which needs no secret.
	NoPersons bool

	// Limits are per user; the zero value means the published ones.
	Limits Limits
	// Delay is how long each operation takes, while it holds one of its user's
	// slots: a request, or one after another in a batch; a list counts as one. An
	// operation whose client has gone is finished all the same.
	Delay time.Duration
	// ReplicaLag, where set, lets a GET without Data-Access-Intent: ReadWrite see
	// each contact as it was before a last write that is younger than this.
	ReplicaLag time.Duration
	// NoBatch, where not 0, is the status that refuses every $batch: 404, 405 or 501.
	NoBatch int
	// NoMetadata answers $metadata with an empty 404.
	NoMetadata bool
	// NoDefinitions serves no entityDefinitions, so no captions.
	NoDefinitions bool
	// ContainedOnly leaves the sets below a company out of $metadata's list of sets:
	// only the company's type names them then.
	ContainedOnly bool

	// Faults go wrong by chance, repeatably.
	Faults Faults
	// Intercept, where set, is asked for every request, token requests included,
	// before anything is done for it, and for every operation of a batch, which looks
	// as if it had come alone but has no RequestURI; nil lets Faults decide. It may
	// use the Server's methods, and is called from many goroutines.
	Intercept func(*http.Request) *Fault

	// KeepWrites keeps every accepted write in memory for Writes.
	KeepWrites bool
	// Now is the clock of limits, tokens and timestamps; nil means time.Now.
	// Delays and slow answers always wait on the real one.
	Now func() time.Time
}

// withDefaults returns c with every zero setting replaced by what it means.
func (c Config) withDefaults() Config {
	if c.Contacts == 0 {
		c.Contacts = defaultContacts
	}
	if c.Items == 0 {
		c.Items = defaultItems
	}
	if len(c.Companies) == 0 {
		c.Companies = []string{DefaultCompany}
	}
	if c.Environment == "" {
		c.Environment = DefaultEnvironment
	}
	if c.Apps == nil {
		c.Apps = map[string]string{DefaultClientID: DefaultClientSecret}
	}
	if c.TokenLifetime == 0 {
		c.TokenLifetime = time.Hour
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Faults.Seed == 0 {
		c.Faults.Seed = c.Seed
	}
	c.Limits = c.Limits.withDefaults()
	return c
}

// Server is the stand-in. It is safe for concurrent use.
type Server struct {
	config    Config
	companies []company
	contacts  *store
	signIns   *entra.Service
	limiter   *limiter
	picker    *faultPicker
	stats     *counters

	closing   context.Context
	close     context.CancelFunc
	closeOnce sync.Once
}

// New makes a Server and, where there is a state file, brings back what was
// accepted before. The error is ErrInUse if another Server has that file open.
func New(config Config) (*Server, error) {
	if config.Contacts < 0 || config.Contacts > maxContacts {
		return nil, fmt.Errorf("sandbox contacts: %d is not between 0 and %d", config.Contacts, maxContacts)
	}
	if config.Items < 0 || config.Items > maxContacts {
		return nil, fmt.Errorf("sandbox items: %d is not between 0 and %d", config.Items, maxContacts)
	}
	if !slices.Contains([]int{0, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}, config.NoBatch) {
		return nil, fmt.Errorf("sandbox without $batch: %d is not 404, 405 or 501", config.NoBatch)
	}
	if err := config.Faults.validate(); err != nil {
		return nil, err
	}
	c := config.withDefaults()
	contacts, err := openStore(c)
	if err != nil {
		return nil, err
	}
	s := &Server{
		config:   c,
		contacts: contacts,
		signIns: entra.New(entra.Config{
			Apps: c.Apps, Certificates: c.Certificates, Federated: c.Federated, TokenLifetime: c.TokenLifetime, NoPersons: c.NoPersons, Now: c.Now,
		}),
		limiter: newLimiter(c.Limits, c.Now),
		picker:  newFaultPicker(c.Faults),
		stats:   newCounters(),
	}
	for i, name := range c.Companies {
		s.companies = append(s.companies, company{id: newID(c.Seed, streamCompanies, i), name: name})
	}
	s.closing, s.close = context.WithCancel(context.Background())
	return s, nil
}

// Close lets go of hanging requests and of the state file. The Server must not
// be used for writing afterwards. A second Close does nothing.
func (s *Server) Close() error {
	var err error
	s.closeOnce.Do(func() {
		s.close()
		err = s.contacts.close()
	})
	return err
}
