package records

import (
	"math/rand/v2"
	"strconv"
)

// Edit begins a write of one property that validates nothing, as another user's or a
// program's may. It returns nil for an unknown name.
func (t *Table) Edit(i int, name, value string) *Draft {
	at := t.Schema.Find(name)
	if at < 0 {
		return nil
	}
	d := t.NewDraft(i, Setup{})
	d.New.Values[at] = value
	d.Renamed = at == t.number
	d.sent[at] = true
	return d
}

// EditAtRandom begins another user's write of a property, to a value that it does not
// hold.
func (t *Table) EditAtRandom(i int, random uint64) *Draft {
	r := rand.New(rand.NewPCG(random, uint64(t.records[i].Version)))
	var free []int
	for at := range t.Schema.Properties {
		if t.Schema.Properties[at].editable() && at != t.number {
			free = append(free, at)
		}
	}
	at := free[r.IntN(len(free))]
	p, old := &t.Schema.Properties[at], t.records[i].Values[at]
	value := old
	for value == old {
		switch p.Type {
		case Boolean:
			value = strconv.FormatBool(old != "true")
		case Decimal:
			value = strconv.Itoa(1 + r.IntN(9999))
		default:
			value = "Edited " + strconv.Itoa(r.IntN(1000))
		}
	}
	return t.Edit(i, p.Name, value)
}

// editable reports whether any value of its type may stand in a property.
func (p *Property) editable() bool {
	switch p.Type {
	case Boolean, Decimal:
		return !p.ReadOnly && !p.Variable
	case Text:
		return !p.ReadOnly && p.Write == nil && !p.Variable && p.Of == "" && (p.Max == 0 || p.Max >= 12)
	}
	return false
}
