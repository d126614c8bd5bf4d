package records

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"bcimport/importer/sandbox/odata"
)

// entriesName stands for Record.Entries in a write that is kept.
const entriesName = "(entries)"

// Draft is a record as a write is about to leave it.
type Draft struct {
	Table *Table
	Setup Setup
	// Old is the record before the write; New is the one after it.
	Old *Record
	New Record
	// Renamed reports whether the number or code is another one.
	Renamed bool

	sent map[int]bool
}

// NewDraft begins a write.
func (t *Table) NewDraft(i int, setup Setup) *Draft {
	old := t.records[i]
	d := &Draft{Table: t, Setup: setup, Old: &old, New: old, sent: map[int]bool{}}
	d.New.Values = slices.Clone(d.New.Values)
	d.New.Before = nil
	return d
}

// Apply puts the properties of a body in, one after another as the page does. The
// first refusal ends it.
func (d *Draft) Apply(properties []odata.Property) *odata.Refusal {
	if d.Setup.PageOrder {
		properties = slices.Clone(properties)
		slices.SortStableFunc(properties, func(a, b odata.Property) int {
			return d.Table.Schema.Find(a.Name) - d.Table.Schema.Find(b.Name)
		})
	}
	for _, p := range properties {
		if refused := d.apply(p); refused != nil {
			return refused
		}
	}
	return nil
}

func (d *Draft) apply(given odata.Property) *odata.Refusal {
	i := d.Table.Schema.Find(given.Name)
	if i < 0 {
		return odata.BadRequest("The property '%s' does not exist on type 'Microsoft.NAV.%s'.", given.Name, d.Table.Schema.Entity)
	}
	if d.sent[i] {
		return odata.BadRequest("Multiple properties with the name '%s' were found.", given.Name)
	}
	p := &d.Table.Schema.Properties[i]
	if p.ReadOnly {
		if d.Setup.IgnoreReadOnly {
			return nil
		}
		return odata.Refuse(http.StatusBadRequest, "BadRequest_InvalidOperation", "Control '%s' is read-only.", p.Name)
	}
	value, refused := p.read(given.Value)
	if refused != nil {
		return refused
	}
	if p.Check != nil {
		if refused := p.Check(d, value); refused != nil {
			return refused
		}
	}
	defer func() { d.sent[i] = true }()
	switch {
	case p.Write != nil:
		return p.Write(d, value)
	case i == d.Table.number:
		return d.rename(value)
	case p.Of != "":
		return d.PointByCode(p.Name, value)
	case p.Refers != "" && p.Type == GUID:
		return d.refer(i, value)
	case p.Refers != "":
		return d.Relate(p.Name, value)
	}
	d.New.Values[i] = value
	return nil
}

// Get returns a property of the record being written.
func (d *Draft) Get(name string) string { return d.New.Values[d.Table.Schema.Find(name)] }

// Set changes a property of the record being written.
func (d *Draft) Set(name, value string) { d.New.Values[d.Table.Schema.Find(name)] = value }

// rename takes a new number. The one that is there already does no harm.
func (d *Draft) rename(number string) *odata.Refusal {
	old := d.Table.Number(&d.New)
	if number == old {
		return nil
	}
	if d.Setup.NoManualNumbers {
		return Dialog("You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series %s.",
			strings.ToUpper(d.Table.Schema.Table))
	}
	if number == "" {
		return Dialog("%s must be filled in. Enter a value.", d.Table.Schema.Number)
	}
	if _, taken := d.Table.byNumber[number]; taken {
		return odata.Refuse(http.StatusBadRequest, "Internal_EntityWithSameKeyExists", "The %s already exists. Identification fields and values: %s='%s'",
			d.Table.Schema.Table, d.Table.Schema.Number, number)
	}
	d.New.Values[d.Table.number] = number
	d.Renamed = true
	return nil
}

// Finish gives the new record its version. A lagging replica keeps what it was before.
func (d *Draft) Finish(now time.Time, lagging bool) {
	d.New.Issued++
	d.New.Version, d.New.Modified = d.New.Issued, now
	if lagging {
		stale := *d.Old
		stale.Before = nil
		d.New.Before = &stale
	}
}

// Revert puts the old record back. The eTag that was given out is not given out again.
func (d *Draft) Revert() {
	old := *d.Old
	old.Issued = d.Table.At(old.Index).Issued
	d.Table.Put(old)
}

// Changes returns what the write leaves otherwise than it was, in the form in which it
// is kept and replayed.
func (d *Draft) Changes() map[string]string {
	changes := map[string]string{}
	for i, value := range d.New.Values {
		if value != d.Old.Values[i] {
			changes[d.Table.Schema.Properties[i].Name] = value
		}
	}
	if d.New.Entries != d.Old.Entries {
		changes[entriesName] = strconv.Itoa(d.New.Entries)
	}
	return changes
}

// Named returns the properties that the write named, in the order of the page.
func (d *Draft) Named() []string {
	var names []string
	for i := range d.Table.Schema.Properties {
		if d.sent[i] {
			names = append(names, d.Table.Schema.Properties[i].Name)
		}
	}
	return names
}
