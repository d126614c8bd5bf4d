package schema

import (
	"context"

	"bcimport/importer"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Summary is what a list of record sets shows of one.
type Summary = importer.SetSummary

// Sets returns the sets that can be taken of the root to which a set belongs, in the order
// of $metadata; none where there is no $metadata.
func (r *Root) Sets(ctx context.Context, of string) ([]Summary, error) {
	d, err := r.Latest(ctx)
	if err != nil || d == nil {
		return nil, err
	}
	route, _ := entity.SplitSet(of)
	var all []Summary
	for _, s := range d.Sets() {
		name := s.Name
		if route != "" {
			name = route + "/" + name
		}
		from, err := d.Entity(name)
		if err != nil {
			continue // it can't be taken
		}
		e := profile.Complete(from)
		all = append(all, Summary{Name: name, Many: e.Many, Settable: len(e.Settable()), Builtin: e.Builtin})
	}
	return all, nil
}
