package proposal

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Guess is Make for the set that most columns fit: contacts of customers unless another
// fits clearly better. Where several others fit alike the proposal names them as rivals.
// describe describes a set; nil takes what this program knows of it.
func Guess(header []string, rows Rows, key string, describe func(set string) (*entity.Entity, error)) (Proposal, error) {
	usual, _ := profile.Find(entity.CustomerContacts)
	columns := look(header, rows, &usual)
	var best Proposal
	fits, contacts := -1, 0
	for _, name := range profile.All() {
		set, _ := profile.Find(name)
		p := propose(columns, key, &set)
		n := p.fits()
		switch {
		case name == entity.CustomerContacts:
			best, contacts, fits = p, n, n
		case n > fits:
			best, fits = p, n
		case n == fits && best.Set.Set != entity.CustomerContacts:
			best.Rivals = append(best.Rivals, name)
		}
	}
	best = choose(best, columns, key, contacts)
	if describe == nil {
		return best, nil
	}
	set, err := describe(best.Set.Set)
	if err != nil {
		return best, err
	}
	p := propose(columns, key, set)
	p.Rivals, p.Why = best.Rivals, best.Why
	return p, nil
}

// choose keeps the best set where it is clearly better than contacts of customers.
func choose(best Proposal, columns []*column, key string, contacts int) Proposal {
	const least = 4 // columns that a set has to fit
	n := best.fits()
	if best.Set.Set == entity.CustomerContacts {
		return best
	}
	if n < least || n < 2*contacts {
		usual, _ := profile.Find(entity.CustomerContacts)
		p := propose(columns, key, &usual)
		if n > contacts+1 {
			p.Why = fmt.Sprintf("Taken for %s, the usual set: %d columns fit it, and %d fit %s.", usual.Set, contacts, n, setNames(best))
		}
		return p
	}
	best.Why = fmt.Sprintf("Taken for %s: %d columns fit it, and %d fit %s, the usual set.", best.Set.Set, n, contacts, entity.CustomerContacts)
	if len(best.Rivals) > 0 {
		best.Why = fmt.Sprintf("The columns fit %s alike (%d of them): say which of them the records are.", setNames(best), n)
	}
	return best
}

// setNames are the sets that fit alike.
func setNames(p Proposal) string {
	return strings.Join(slices.Concat([]string{p.Set.Set}, p.Rivals), " and ")
}

// fits counts the columns that a proposal takes.
func (p Proposal) fits() int {
	n := len(p.Fields)
	if p.Key != nil {
		n++
	}
	return n
}
