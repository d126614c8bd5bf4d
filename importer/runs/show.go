package runs

import "bcimport/importer"

// Show gives what a run has recorded, in order: one JSON object after the other, until
// line returns an error, which it returns.
func (m *Manager) Show(folder string, line func(object []byte) error) error {
	record, err := m.Store.Open(folder)
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	defer record.Close()
	for object, err := range record.Lines() {
		if err != nil {
			return importer.Invalidf("%s: %w", folder, err)
		}
		if err := line(object); err != nil {
			return err
		}
	}
	return nil
}

// About is what a run was given.
func (m *Manager) About(folder string) (importer.About, error) {
	record, err := m.Store.Open(folder)
	if err != nil {
		return importer.About{}, importer.Invalidf("%s: %w", folder, err)
	}
	defer record.Close()
	return record.About()
}

// Ending is how a run ended.
func (m *Manager) Ending(folder string) (importer.Ending, error) {
	record, err := m.Store.Open(folder)
	if err != nil {
		return importer.Ending{}, err
	}
	defer record.Close()
	return record.Ending()
}
