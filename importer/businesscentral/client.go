package businesscentral

import (
	"net/http"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/records"
	"bcimport/importer/businesscentral/schema"
	"bcimport/mapping/entity"
)

// Client is a connection to one company of one environment. It implements
// importer.Contacts and is safe for concurrent use.
type Client struct {
	config   Config
	http     *http.Client
	signIn   *http.Client              // of token requests
	backoff  func(n int) time.Duration // before the try after the nth fault
	users    *users
	target   importer.Target
	metadata *schema.Root
	schema   schema.Set
	entity   *entity.Entity // that of schema
	records  *records.Codec
	root     string // of the API that serves the set
	set      string // as it stands in a path
	company  string // path of the company, ending in a slash

	listSupport *listSupport       // contacts by their ids, many in one request
	lookups     *lookupBatches     // keys to ids
	writing     *batching.Adaptive // $batch

	explanations requestQuota

	opening, reads, updates, operations limits.Durations

	mu             sync.Mutex
	requests       importer.Requests
	booked         int // the weight of all requests so far
	openingTrouble openingTrouble
	expected       int // booked once everything expected has been sent; 0: nothing expected
}

// Target returns where the client writes.
func (c *Client) Target() importer.Target { return c.target }

// KeyKind returns what $metadata says about the key of the set.
func (c *Client) KeyKind() importer.KeyKind { return c.schema.Key }

// Entity returns the set as $metadata and what is known of it describe it together. It must
// not be changed.
func (c *Client) Entity() *entity.Entity { return c.entity }

// Requests returns counts of what was written to the wire so far.
func (c *Client) Requests() importer.Requests {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}

// Slots returns how many requests can be in flight at once, over all users: more workers
// than that wait for each other.
func (c *Client) Slots() int { return len(c.users.all) * c.config.Concurrency }

// Expect announces how many requests are to come, counted as the rate counts
// them, so that a run that does not fit into the window is paced evenly. Several
// users share them.
func (c *Client) Expect(requests int) {
	c.mu.Lock()
	c.expected = c.booked + requests
	c.mu.Unlock()
	c.users.limits.Expect(requests, time.Now())
}

// Recent lists the requests that still count against the service's limits.
func (c *Client) Recent() []importer.Sent { return c.users.recent(time.Now()) }

// Spend books requests that an earlier process sent for the same users, before
// the first of this one.
func (c *Client) Spend(sent []importer.Sent) { c.users.book(sent, time.Now()) }

// Close closes idle connections. No request may be in flight.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func (c *Client) counted(change func(*importer.Requests)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.requests)
}
