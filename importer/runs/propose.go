package runs

import (
	"bcimport/importer/runs/input"
	"bcimport/mapping/entity"
)

// Dialect is how a file is to be read, and Proposed a first mapping for it.
type (
	Dialect  = input.Dialect
	Proposed = input.Proposed
)

// Propose reads the header and the first rows of a file and makes a mapping for it.
func (m *Manager) Propose(of Input, d Dialect) (Proposed, error) { return input.Propose(of, d) }

// Known describes a record set as far as this program knows it. The error is an
// OptionError of entity.
func Known(set string) (*entity.Entity, error) { return input.BuiltinEntity(set) }
