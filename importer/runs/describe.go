package runs

import (
	"context"
	"errors"
	"slices"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// described returns what describes record sets: the description given, and what this
// program knows of others.
func described(given *entity.Entity) func(set string) (*entity.Entity, error) {
	return func(set string) (*entity.Entity, error) {
		if given != nil && given.Set == set {
			return given, nil
		}
		if of, ok := profile.Find(set); ok {
			return &of, nil
		}
		return nil, input.ErrUndescribed
	}
}

// ifKnown describes the sets that this program knows, and no other.
func ifKnown(set string) (*entity.Entity, error) {
	of, err := described(nil)(set)
	if errors.Is(err, input.ErrUndescribed) {
		return nil, nil
	}
	return of, err
}

// setOf returns the record set of specs, which share a connection.
func setOf(specs []Spec) (string, error) {
	set := mapping.SetOf([]byte(specs[0].Mapping.Text))
	for _, s := range specs[1:] {
		if other := mapping.SetOf([]byte(s.Mapping.Text)); other != set {
			return "", importer.Invalidf("the mappings are of different record sets: %s and %s", set, other).Hintf("run each with its own files")
		}
	}
	return set, nil
}

// IsKnown reports whether a mapping's record set can be judged without a connection.
func IsKnown(of importer.Document) bool { return isKnown(mapping.SetOf([]byte(of.Text))) }

// isKnown is IsKnown for a set.
func isKnown(set string) bool {
	_, err := described(nil)(set)
	return err == nil
}

// describeSet describes the record set of a spec: nil for one that this program knows, else as
// the service says, which is asked for nothing more.
func (m *Manager) describeSet(ctx context.Context, s Spec, f Face) (*entity.Entity, error) {
	set := mapping.SetOf([]byte(s.Mapping.Text))
	if isKnown(set) {
		return nil, nil
	}
	if m.Connect == nil {
		return nil, input.Undescribed(set)
	}
	service, err := m.connect(ctx, Destination{Target: s.Target, Set: set, Patience: s.Options.GiveUpAfter}, f)
	if err != nil {
		return nil, err
	}
	defer service.Close()
	return service.Entity(), nil
}

// selectFields limits what is read to what the inputs set, with the fields that Business
// Central may change on the way. Contacts of customers have no more than they need.
func selectFields(service Service, inputs []*input.File) {
	set := service.Entity()
	if set.Set == entity.CustomerContacts {
		return
	}
	var fields []string
	for _, in := range inputs {
		fields = append(fields, in.Fields()...)
	}
	if slices.ContainsFunc(fields, func(name string) bool { return slices.Contains(set.Order, name) }) {
		fields = append(fields, set.Order...)
	}
	service.Select(fields)
}

// recordedSet is the record set of an earlier run.
func recordedSet(of importer.About) string {
	if of.Entity == nil { // it was made when there was one set
		return entity.CustomerContacts
	}
	return of.Entity.Set
}

// rebind has an input judged by what the service says of its records, and finds the
// records that its codes refer to.
func rebind(ctx context.Context, in *input.File, document importer.Document, service Service) error {
	m, err := parseMapping(document, service.Entity())
	if err != nil {
		if asked, wrong := service.Refresh(ctx); wrong != nil || !asked {
			return errors.Join(wrong, err)
		}
		if m, err = parseMapping(document, service.Entity()); err != nil {
			return err
		}
	}
	if err := in.Bind(ctx, m); err != nil {
		return err
	}
	codes := map[string]mapping.Codes{}
	for _, r := range in.References() {
		all, err := service.Codes(ctx, r.Set, r.By)
		if err != nil {
			return err
		}
		codes[r.Field] = input.NewCodes(all)
	}
	in.Refer(codes)
	return nil
}
