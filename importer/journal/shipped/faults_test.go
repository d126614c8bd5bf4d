package shipped

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"bcimport/importer/objects"
)

var errNetwork = errors.New("connection reset")

// memory is a store whose requests can fail.
type memory struct {
	mu   sync.Mutex
	all  map[string][]byte
	puts int
	// fault is asked of each Create; it may be nil.
	fault func(name string) fault
	// unreadable is asked of each Read; it may be nil.
	unreadable func(name string) bool
}

type fault int

const (
	none        fault = iota
	lostRequest       // the object is not made
	lostAnswer        // it is made, and the caller does not learn of it
)

func newMemory() *memory { return &memory{all: map[string][]byte{}} }

func (m *memory) Create(_ context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.puts++
	how := none
	if m.fault != nil {
		how = m.fault(name)
	}
	if how == lostRequest {
		return errNetwork
	}
	if _, there := m.all[name]; there {
		return fmt.Errorf("create %s: %w", name, objects.ErrExists)
	}
	m.all[name] = bytes.Clone(data)
	if how == lostAnswer {
		return errNetwork
	}
	return nil
}

func (m *memory) Read(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.unreadable != nil && m.unreadable(name) {
		return nil, errNetwork
	}
	data, there := m.all[name]
	if !there {
		return nil, fs.ErrNotExist
	}
	return bytes.Clone(data), nil
}

func (m *memory) List(_ context.Context, prefix string) iter.Seq2[objects.Object, error] {
	m.mu.Lock()
	names := slices.Sorted(maps.Keys(m.all))
	m.mu.Unlock()
	return func(yield func(objects.Object, error) bool) {
		for _, name := range names {
			if strings.HasPrefix(name, prefix) && !yield(objects.Object{Name: name}, nil) {
				return
			}
		}
	}
}

// kinds are those of the log's records, in order.
func (m *memory) records() []*record {
	c, err := newCoder()
	if err != nil {
		panic(err)
	}
	var all []*record
	for _, name := range slices.Sorted(maps.Keys(m.all)) {
		r, err := c.decode(name, m.all[name])
		if err != nil {
			panic(err)
		}
		all = append(all, r)
	}
	return all
}
