package proposal

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Guess is Make for the set of a vocabulary that most columns fit: contacts of customers
// unless another fits clearly better. Where several others fit alike the proposal names
// them as rivals. describe describes the set that is chosen; nil takes what this program
// knows of it.
func (v *Vocabulary) Guess(header []string, rows Rows, key string, describe func(set string) (*entity.Entity, error)) (Proposal, error) {
	columns := look(header, rows, nil)
	var best, contacts Proposal
	for i, set := range v.sets {
		p := propose(columns, key, set, v.captions[i])
		switch {
		case set.Set == entity.CustomerContacts:
			contacts = p
		case p.fits() > best.fits():
			best = p
		case p.fits() == best.fits() && best.Set != nil:
			best.Rivals = append(best.Rivals, set.Set)
		}
	}
	best = choose(best, contacts)
	if describe == nil {
		return best, nil
	}
	set, err := describe(best.Set.Set)
	if err != nil {
		return best, err
	}
	known, _ := profile.Find(set.Set)
	p := propose(columns, key, set, newCaptions(set, &known))
	p.Rivals, p.Why = best.Rivals, best.Why
	return p, nil
}

// choose takes the best of the other sets where it is clearly better than contacts of
// customers.
func choose(best, contacts Proposal) Proposal {
	const least = 4 // columns that a set has to fit
	n, usual := best.fits(), contacts.fits()
	switch {
	case n < least, n <= usual+1:
		return contacts
	case n < 2*usual, best.Set.Set == "contacts" && contacts.Complete(): // the same people
		contacts.Why = fmt.Sprintf("The record set is %s, the usual one, which fits %s; %s fits %d.", contacts.Set.Set, count(usual), setNames(best), n)
		return contacts
	case len(best.Rivals) > 0:
		best.Why = fmt.Sprintf("%s fit alike (%s): say which of them the records are.", setNames(best), count(n))
	default:
		best.Why = fmt.Sprintf("The record set is %s, which fits %s; %s, the usual one, fits %d.", best.Set.Set, count(n), contacts.Set.Set, usual)
	}
	return best
}

func count(columns int) string {
	if columns == 1 {
		return "1 column"
	}
	return fmt.Sprintf("%d columns", columns)
}

// setNames are the sets that fit alike.
func setNames(p Proposal) string {
	return strings.Join(slices.Concat([]string{p.Set.Set}, p.Rivals), " and ")
}

// fits counts the columns that a proposal takes or withholds.
func (p Proposal) fits() int {
	n := len(p.Fields) + len(p.Withheld)
	if p.Key != nil {
		n++
	}
	return n
}
