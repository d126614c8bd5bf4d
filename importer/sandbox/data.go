package sandbox

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"bcimport/importer/sandbox/countries"
	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/sets"
)

// seedTime returns the time at which the contacts of a seed were last changed before any write.
func seedTime() time.Time { return time.Date(2026, time.January, 5, 8, 30, 0, 0, time.UTC) }

// personsPerCustomer is how many persons work for a customer.
const personsPerCustomer = 10

// johnSmith is the number of the contact that the API's own page uses.
const johnSmith = 123

// applyOddity gives the n-th person what makes it special. It never changes, so files can be
// written against it: of every hundred, number 10 has no e-mail address, 20 no phone and
// 30 no title; of every thousand, 41 shares the address of 40; of every five
// hundred, 250 holds a display name but no first and last name, and 500 works for
// a firm that is customer and vendor (Multiple), so is not in customerContacts.
func applyOddity(c *contact, n int, previous *contact) {
	switch {
	case n%100 == 10:
		c.email = ""
	case n%100 == 20:
		c.phone = ""
	case n%100 == 30:
		c.title = ""
	case n%1000 == 41:
		c.email = previous.email
	case n%500 == 250:
		c.first, c.last = "", ""
	}
}

func isMultiple(n int) bool { return n%500 == 0 }

// makeContacts makes the persons CONT00001 to CONT<count> in order, and after
// them one company contact a customer. The same seed and count make the same.
func makeContacts(seed uint64, count int) []contact {
	customers := makeCustomers(seed, count)
	ordinary, multiple := customers[:len(customers)-1], customers[len(customers)-1]
	contacts := make([]contact, 0, count+len(customers))
	taken := make(map[string]bool, count)
	for n := 1; n <= count; n++ {
		i := n - 1
		employer := ordinary[i/personsPerCustomer]
		if isMultiple(n) {
			employer = multiple
		}
		c := makePerson(seed, i, employer)
		if n == johnSmith {
			c.first, c.last, c.title = "John", "Smith", "Purchasing Manager"
			c.name, c.email, c.phone = "John Smith", "john.smith@contoso.com", "+1 425-555-0174"
		}
		for base, again := c.email, 2; taken[c.email]; again++ {
			name, domain, _ := strings.Cut(base, "@")
			c.email = name + strconv.Itoa(again) + "@" + domain
		}
		taken[c.email] = true
		var previous *contact
		if i > 0 {
			previous = &contacts[i-1]
		}
		applyOddity(&c, n, previous)
		contacts = append(contacts, c)
	}
	for i, firm := range customers {
		contacts = append(contacts, contact{
			id: newID(seed, streamCustomers, i+len(customers)), index: count + i, number: firm.number,
			customer: firm, modified: seedTime(), name: firm.name, email: "info@" + firm.domain,
		})
	}
	return contacts
}

func makePerson(seed uint64, i int, employer *customer) contact {
	r := random(seed, streamPersons, i)
	from := employer.country
	c := contact{
		id: odata.MakeGUID(r.Uint64(), r.Uint64()), index: i, number: number("CONT", i),
		person: true, customer: employer, modified: seedTime(),
		first: pick(r, from.FirstNames), last: pick(r, from.LastNames), title: pick(r, from.Titles),
		phone: from.Phone(r),
	}
	c.name = c.first + " " + c.last
	c.email = from.ASCII[c.first] + "." + from.ASCII[c.last] + "@" + employer.domain
	return c
}

// makeCustomers makes as many customers as count persons need, and a last one
// whose relation is Multiple. The one that John Smith works for is Contoso Ltd.
func makeCustomers(seed uint64, count int) []*customer {
	from := countries.All()
	n := (count+personsPerCustomer-1)/personsPerCustomer + 1
	customers := make([]*customer, n)
	for i := range customers {
		c := &customer{
			id: newID(seed, streamCustomers, i), number: number("COMP", i),
			relation: relationCustomer, country: from[i%len(from)],
		}
		c.name, c.domain = firmName(c.country, i/len(from))
		if i == (johnSmith-1)/personsPerCustomer {
			c.name, c.domain, c.country = "Contoso Ltd.", "contoso.com", from[0]
		}
		customers[i] = c
	}
	customers[n-1].relation = relationMultiple
	return customers
}

// leastCustomers is how many customers there are at least; those behind the ones that contacts
// work for have no contacts.
const leastCustomers = 200

// customersOf returns the firms that are customers, those of the company contacts first.
func customersOf(seed uint64, companyContacts []contact) []sets.Customer {
	all := make([]sets.Customer, 0, max(leastCustomers, len(companyContacts)))
	for i := range companyContacts {
		firm := companyContacts[i].customer
		all = append(all, sets.Customer{ID: firm.id.String(), Name: firm.name, Domain: firm.domain, Country: firm.country.Code})
	}
	if len(all) >= leastCustomers {
		return all
	}
	from := countries.All()
	for i := len(all); i < leastCustomers; i++ {
		at := from[i%len(from)]
		name, domain := firmName(at, i/len(from))
		all = append(all, sets.Customer{ID: newID(seed, streamOtherCustomers, i).String(), Name: name, Domain: domain, Country: at.Code})
	}
	return all
}

// firmName returns the i-th name of a country and a domain in the namespace that
// is kept for examples. No two names of a country are alike.
func firmName(from *countries.Country, i int) (name, domain string) {
	stem := from.Stems[i%len(from.Stems)]
	trade := from.Trades[i/len(from.Stems)%len(from.Trades)]
	name = stem + " " + trade
	domain = from.ASCII[stem] + "-" + from.ASCII[trade]
	if round := i / (len(from.Stems) * len(from.Trades)); round > 0 {
		name += " " + strconv.Itoa(round+1)
		domain += "-" + strconv.Itoa(round+1)
	}
	return name + " " + from.End[i%len(from.End)], domain + "-" + strings.ToLower(from.Code) + ".example"
}

// number returns the number of the i-th contact of a series: CONT00001, CONT00002, …
func number(prefix string, i int) string {
	digits := strconv.Itoa(i + 1)
	return prefix + strings.Repeat("0", max(0, 5-len(digits))) + digits
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }
