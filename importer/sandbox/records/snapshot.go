package records

import "time"

// Snapshot is a record as it was at one moment.
type Snapshot struct {
	ID, Number, ETag string
	Modified         time.Time
	// Values are the properties by name: numbers, dates, true and false as JSON has
	// them, choices by their encoded names.
	Values map[string]string
	// Entries counts the ledger entries posted for the record.
	Entries int
}

// Snapshot copies a record.
func (t *Table) Snapshot(i int) Snapshot {
	r := t.At(i)
	copied := Snapshot{
		ID: t.ID(r), Number: t.Number(r), ETag: t.Set.ETag(r), Modified: r.Modified, Entries: r.Entries,
		Values: make(map[string]string, len(t.Schema.Properties)),
	}
	for at := range t.Schema.Properties {
		copied.Values[t.Schema.Properties[at].Name] = t.shown(r, at)
	}
	return copied
}
