package runs

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Sets are the record sets that can be updated.
type Sets struct {
	Sets []importer.SetSummary
	// Routes are the custom APIs beside them, each publisher/group/version.
	Routes []string
	// Builtin reports whether they are those that this program knows, Asked whether a
	// service was asked all the same.
	Builtin, Asked bool
}

// Sets lists the record sets of the root to which a destination's set belongs. Without
// Connect, and where the service does not list its sets, they are those that this program
// knows.
func (m *Manager) Sets(ctx context.Context, to Destination, f Face) (Sets, error) {
	route, _ := entity.SplitSet(to.Set)
	if m.Connect == nil {
		if route != "" {
			return Sets{}, input.Undescribed(to.Set)
		}
		return builtinSets(), nil
	}
	service, err := m.connect(ctx, to, f)
	if err != nil {
		return Sets{}, err
	}
	defer service.Close()
	sets, err := service.Sets(ctx)
	if err != nil {
		return Sets{}, err
	}
	all := Sets{Sets: sets, Asked: true}
	if route == "" {
		if all.Routes, err = service.Routes(ctx); err != nil {
			return Sets{}, err
		}
		if len(sets) == 0 { // the service has no $metadata
			all.Sets, all.Builtin = builtinSets().Sets, true
		}
	}
	return all, nil
}

// builtinSets are the sets that this program knows.
func builtinSets() Sets {
	all := Sets{Builtin: true}
	for _, name := range profile.All() {
		of, _ := profile.Find(name)
		all.Sets = append(all.Sets, importer.SetSummary{Name: name, Many: of.Many, Settable: len(of.Settable()), Builtin: of.Builtin})
	}
	return all
}

// Entity describes a record set: with Connect as the environment has it, with its own
// captions, else as this program knows it.
func (m *Manager) Entity(ctx context.Context, to Destination, f Face) (*entity.Entity, error) {
	if m.Connect == nil {
		if route, _ := entity.SplitSet(to.Set); route != "" {
			return nil, input.Undescribed(to.Set)
		}
		return Known(to.Set)
	}
	service, err := m.connect(ctx, to, f)
	if err != nil {
		return nil, err
	}
	defer service.Close()
	return service.Captions(ctx, "")
}
