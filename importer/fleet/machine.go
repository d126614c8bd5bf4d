package fleet

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// Machine is what one machine knows of targets: its target file, which is read once, and its
// environment. It is safe for concurrent use.
type Machine struct {
	// File is the target file; empty for the usual one.
	File string
	// UserAgent is what the program calls itself.
	UserAgent string
	Log       *slog.Logger

	mu     sync.Mutex
	opened *targets.Opened
	places map[[2]string]Place // by target and record set
}

// patience is how long a look at a target waits for a service in trouble.
const patience = 20 * time.Second

// open reads the target file, unless that was done; one that can't be read is tried again.
func (m *Machine) open() (*targets.Opened, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.opened != nil {
		return m.opened, nil
	}
	var err error
	m.opened, err = targets.Open(m.File)
	return m.opened, err
}

// Known lists the targets of the file; the error joins what is wrong with those left out.
func (m *Machine) Known() ([]targets.Known, error) {
	opened, err := m.open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return opened.List()
}

// Check finds out what can be known of targets without connecting: which have settings that
// are not allowed or lack their secrets, and why. err is of the target file.
func (m *Machine) Check(names []string) (wrong map[string]error, err error) {
	opened, err := m.open()
	if err != nil {
		return nil, err
	}
	return opened.Check(names), nil
}

// Connect connects to a target by its name.
func (m *Machine) Connect(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error) {
	c, err := m.connect(ctx, to, guard)
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (m *Machine) connect(ctx context.Context, to runs.Destination, guard func() error) (*targets.Connection, error) {
	opened, err := m.open()
	if err != nil {
		return nil, err
	}
	target, err := opened.Resolve(to.Target)
	if err != nil {
		return nil, err
	}
	if to.Recorded != nil {
		target.Default("company", to.Recorded.CompanyID)
	}
	connection, err := target.Connect(ctx, targets.Options{
		Set: to.Set, Patience: to.Patience, Asked: to.Asked, Log: m.Log, UserAgent: m.UserAgent, Guard: guard,
	})
	var wrong *targets.OptionError
	if err != nil && ctx.Err() != nil && !errors.As(err, &wrong) {
		return nil, runs.Interrupted()
	}
	return connection, err
}

// Locate finds out where a target leads for a record set. It connects once for each, and
// knows it from then on.
func (m *Machine) Locate(ctx context.Context, target, set string) (Place, error) {
	key := [2]string{target, set}
	m.mu.Lock()
	place, known := m.places[key]
	m.mu.Unlock()
	if known {
		return place, nil
	}
	c, err := m.connect(ctx, runs.Destination{Target: target, Set: set, Patience: patience}, nil)
	if err != nil {
		return Place{}, err
	}
	defer c.Close()
	to := c.Target()
	place = Place{APIRoot: to.APIRoot, Environment: to.Environment, Company: to.Company, CompanyID: to.CompanyID}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.places == nil {
		m.places = map[[2]string]Place{}
	}
	m.places[key] = place
	return place, nil
}
