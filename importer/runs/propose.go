package runs

import (
	"context"

	"bcimport/importer/runs/input"
	"bcimport/mapping/entity"
)

// Dialect is how a file is to be read, Look how it was read, and Proposed a first mapping
// for it.
type (
	Dialect  = input.Dialect
	Look     = input.Look
	Proposed = input.Proposed
)

// Look reads the header and the first rows of a file, shows the first of them and counts rows
// up to a bound.
func (m *Manager) Look(ctx context.Context, of Input, d Dialect, show, most int) (Look, error) {
	return input.LookAt(ctx, of, d, show, most)
}

// Propose reads the header and the first rows of a file and makes a mapping for it.
func (m *Manager) Propose(of Input, d Dialect) (Proposed, error) { return input.Propose(of, d) }

// Known describes a record set as far as this program knows it. The error is an
// OptionError of entity.
func Known(set string) (*entity.Entity, error) { return input.BuiltinEntity(set) }
