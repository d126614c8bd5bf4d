package fleet

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// errOtherTarget is a connection that leads elsewhere than where the run was submitted for.
var errOtherTarget = errors.New("this machine's configuration leads elsewhere than where the run was submitted for")

// connect connects to the run's target, and refuses any other place than the spec's.
func (a *attempt) connect(ctx context.Context, to runs.Destination) (runs.Service, error) {
	to.Target = a.spec.Target
	var before spent
	if err := get(ctx, a.Objects, spentOf(a.spec.Key), &before); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, importer.Brokenf("%w", err)
	}
	service, err := a.Connect(ctx, to, a.guard)
	if err != nil {
		return nil, err
	}
	if !a.leadsTo(service.Target()) {
		service.Close()
		return nil, importer.Invalidf("target %s: %w", a.spec.Target, errOtherTarget).
			Hintf("use the same target file on all machines, then submit the file again")
	}
	a.service = &metered{Service: service, before: before.Recent}
	if !a.log.Begun {
		a.service.Spend(nil) // else the run does, with what it has spent itself
	}
	return a.service, nil
}

// leadsTo reports whether a connection leads where the run was submitted for.
func (a *attempt) leadsTo(t importer.Target) bool {
	root := func(s string) string { return strings.TrimRight(s, "/") }
	return strings.EqualFold(root(t.APIRoot), root(a.spec.APIRoot)) &&
		strings.EqualFold(t.Environment, a.spec.Environment) && strings.EqualFold(t.CompanyID, a.spec.CompanyID)
}

// spent is what the runs of a key have used up of what its users may send.
type spent struct {
	Recent []importer.Sent `json:"recent"`
}

// metered is a connection whose spending goes from run to run.
type metered struct {
	runs.Service
	before []importer.Sent // what earlier runs have spent

	mu     sync.Mutex
	recent []importer.Sent // when it was closed
	closed bool
}

// Spend takes up what was spent before, by this run and by others of its key.
func (m *metered) Spend(sent []importer.Sent) {
	type moment struct {
		user string
		at   int64
	}
	all := slices.Clone(sent)
	known := map[moment]int{}
	for i, s := range all {
		known[moment{s.User, s.At.UnixMilli()}] = i
	}
	for _, s := range m.before {
		if i, twice := known[moment{s.User, s.At.UnixMilli()}]; twice {
			all[i].Requests = max(all[i].Requests, s.Requests)
			continue
		}
		all = append(all, s)
	}
	m.before = nil
	m.Service.Spend(all)
}

// Close keeps what still counts against the limits.
func (m *metered) Close() {
	m.mu.Lock()
	if !m.closed {
		m.recent, m.closed = m.Recent(), true
	}
	m.mu.Unlock()
	m.Service.Close()
}

// left is what still counts against the limits.
func (m *metered) left() []importer.Sent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.recent
}
