package records

import (
	"net/http"
	"strings"
	"unicode"

	"bcimport/importer/sandbox/odata"
)

// refer takes the id of another record. The zero GUID clears the reference, where that
// is not one that it leaves as it is.
func (d *Draft) refer(i int, id string) *odata.Refusal {
	p := &d.Table.Schema.Properties[i]
	if id == NoGUID && p.Keeps {
		return nil
	}
	target := d.Table.Tables(p.Refers)
	if _, found := target.FindID(id); !found && id != NoGUID {
		return Dialog(`The "%s" does not match to a %s.`, p.Name, target.Schema.Captions[0])
	}
	return d.point(i, id)
}

// PointByCode takes the code of another record, which the named property tells of.
func (d *Draft) PointByCode(name, code string) *odata.Refusal {
	p := &d.Table.Schema.Properties[d.Table.Schema.Find(name)]
	of := d.Table.Schema.Find(p.Of)
	target := d.Table.Tables(d.Table.Schema.Properties[of].Refers)
	id := NoGUID
	if code != "" {
		at, found := target.FindNumber(code)
		if !found {
			return Dialog(`The "%s" does not match to a %s.`, p.Name, target.Schema.Captions[0])
		}
		id = target.ID(target.At(at))
	}
	return d.point(of, id)
}

// Point refers a GUID property to a record, by its code's way too.
func (d *Draft) Point(name, id string) *odata.Refusal { return d.point(d.Table.Schema.Find(name), id) }

// point sets a reference. Where the body names both its id and its code they must agree.
func (d *Draft) point(i int, id string) *odata.Refusal {
	if d.pointed(i) && d.New.Values[i] != id {
		target := d.Table.Tables(d.Table.Schema.Properties[i].Refers)
		return Dialog("The %s values do not match to a specific %s.", strings.TrimSuffix(d.Table.Schema.Properties[i].Name, "Id"), target.Schema.Captions[0])
	}
	d.New.Values[i] = id
	return nil
}

// pointed reports whether the body has named the reference by its id or its code before.
func (d *Draft) pointed(i int) bool {
	name := d.Table.Schema.Properties[i].Name
	for other := range d.sent {
		if other == i || d.Table.Schema.Properties[other].Of == name {
			return true
		}
	}
	return false
}

// Relate takes a code that must be one of another table.
func (d *Draft) Relate(name, code string) *odata.Refusal {
	i := d.Table.Schema.Find(name)
	p := &d.Table.Schema.Properties[i]
	target := d.Table.Tables(p.Refers)
	if _, found := target.FindNumber(code); !found && code != "" {
		return odata.Refuse(http.StatusBadRequest, "Internal_InvalidTableRelation",
			"The field %s of table %s contains a value (%s) that cannot be found in the related table (%s).",
			p.Captions[0], d.Table.Schema.Table, code, target.Schema.Table)
	}
	d.New.Values[i] = code
	return nil
}

// Referring returns drafts of the records that refer to a renamed one. A code that they
// hold themselves becomes the new one.
func (t *Table) Referring(to *Draft) []*Draft {
	var drafts []*Draft
	id, number := to.Table.ID(to.Old), to.Table.Number(to.Old)
	for i := range t.Schema.Properties {
		p := &t.Schema.Properties[i]
		if p.Refers == "" || p.Refers != to.Table.Name {
			continue
		}
		held, now := id, id
		if p.Type != GUID {
			held, now = number, to.Table.Number(&to.New)
		}
		for at := range t.records {
			if t.records[at].Values[i] == held {
				d := t.NewDraft(at, to.Setup)
				d.New.Values[i] = now
				drafts = append(drafts, d)
			}
		}
	}
	return drafts
}

// NoLetters refuses a phone number with letters in it.
func NoLetters(name string) func(d *Draft, value string) *odata.Refusal {
	return func(d *Draft, value string) *odata.Refusal {
		if strings.ContainsFunc(value, unicode.IsLetter) {
			return Dialog("Phone No. must not contain letters in %s No.='%s'.", d.Table.Schema.Table, d.Table.Number(&d.New))
		}
		d.Set(name, value)
		return nil
	}
}
