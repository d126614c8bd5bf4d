package importer

import (
	"time"
)

// Requests counts requests that were written to the wire, repeats included.
type Requests struct {
	Total      int `json:"total"` // without Token
	Reads      int `json:"reads"`
	Writes     int `json:"writes"`
	Batches    int `json:"batches"`
	Operations int `json:"operations"` // updates sent, alone or in a batch
	Retries    int `json:"retries"`    // requests that had to be sent again
	Throttled  int `json:"throttled"`  // answered by 429
	Token      int `json:"token"`
}

// Spent is what a run has used up so far. It is recorded with every chunk, so that
// a resumption goes on counting and keeps the service's limits.
type Spent struct {
	Requests Requests      `json:"requests"`
	Recent   []Sent        `json:"recent,omitempty"` // what still counts against the limits
	Worked   time.Duration `json:"worked"`           // pauses between the parts of a run aside
}

// Sent is a number of requests of one user answered at about the same time, not
// after At.
type Sent struct {
	User     string    `json:"user,omitzero"` // the client id
	At       time.Time `json:"at"`
	Requests int       `json:"requests"`
}

// Plus adds the counts of another part of the run.
func (r Requests) Plus(o Requests) Requests {
	return Requests{
		r.Total + o.Total, r.Reads + o.Reads, r.Writes + o.Writes, r.Batches + o.Batches,
		r.Operations + o.Operations, r.Retries + o.Retries, r.Throttled + o.Throttled, r.Token + o.Token,
	}
}

// Minus takes counts off.
func (r Requests) Minus(o Requests) Requests {
	return r.Plus(Requests{-o.Total, -o.Reads, -o.Writes, -o.Batches, -o.Operations, -o.Retries, -o.Throttled, -o.Token})
}
