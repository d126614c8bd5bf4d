package businesscentral

import (
	"cmp"
	"time"
)

// Latency is how long requests typically took, from their start to the last byte
// of a good answer, waiting for the limits aside.
type Latency struct {
	Read      time.Duration // a request that reads contacts, one or a chunk
	Write     time.Duration // an update that is sent alone
	Operation time.Duration // an update in a batch: the batch by its operations
}

// Latency is what was measured lately on this connection. Before a kind of
// request was sent, it is what the connection's first request took.
func (c *Client) Latency() Latency {
	first := c.opening.Typical()
	return Latency{
		cmp.Or(c.reads.Typical(), first), cmp.Or(c.updates.Typical(), first), cmp.Or(c.operations.Typical(), first),
	}
}
