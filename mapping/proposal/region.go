package proposal

import (
	"maps"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"bcimport/mapping"
)

// weighed is how many different phone numbers of a column are looked at.
const weighed = 100

// phoneBook is what is seen of the phone numbers of a column, each of them once.
type phoneBook struct {
	seen     map[string]bool
	coded    map[string]int // those with a country code, by country
	national []string       // those without
}

// add takes a number.
func (b *phoneBook) add(cell string) {
	if b.seen == nil {
		b.seen, b.coded = map[string]bool{}, map[string]int{}
	}
	if len(b.seen) == weighed || b.seen[cell] {
		return
	}
	b.seen[cell] = true
	cell = mapping.TrimBlank(cell)
	if rest, abroad := strings.CutPrefix(cell, "00"); abroad {
		cell = "+" + rest
	}
	if !strings.HasPrefix(cell, "+") {
		b.national = append(b.national, cell)
		return
	}
	if number, err := phonenumbers.Parse(cell, ""); err == nil && countryOf(number) != noCountry {
		b.coded[countryOf(number)]++
	}
}

// noCountry is the region of codes that no country has, as +800.
const noCountry = "001"

// countryOf is the country of a number, or the largest of those that share its code.
func countryOf(number *phonenumbers.PhoneNumber) string {
	if region := phonenumbers.GetRegionCodeForNumber(number); region != "" {
		return region
	}
	return phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
}

// region is the country of the numbers without a country code. It is sure where most
// numbers with a code are of that country and the others may be, or where the others
// can be of no other country. It is empty where nothing speaks for one.
func (b *phoneBook) region() (region string, sure bool) {
	region = b.codedRegion()
	if b.coded[region] >= 3 && b.fitting(region)*10 >= len(b.national)*9 {
		return region, true
	}
	if shaped, clear := b.shapedRegion(); clear {
		return shaped, true
	}
	return region, false
}

// codedRegion is the country of four in five numbers with a country code.
func (b *phoneBook) codedRegion() string {
	all, best := 0, ""
	for region, n := range b.coded {
		all += n
		if best == "" || n > b.coded[best] || n == b.coded[best] && region < best {
			best = region
		}
	}
	if b.coded[best]*10 < all*8 {
		return ""
	}
	return best
}

// fewest is how many numbers can tell a country by their shape alone, and shortest how
// many digits one of them has: extensions are numbers of small islands.
const (
	fewest   = 10
	shortest = 7
)

// shapedRegion is the country that nine in ten numbers without a country code can be of,
// where no more than four in five, and four numbers fewer, can be of any other. It
// is never Luxembourg, where nearly all digits are a number, those mistyped elsewhere too.
func (b *phoneBook) shapedRegion() (region string, clear bool) {
	all := len(b.national)
	if all < fewest {
		return "", false
	}
	best, second := 0, 0
	for code := range phonenumbers.GetSupportedCallingCodes() {
		country := phonenumbers.GetRegionCodeForCountryCode(code)
		if country == noCountry {
			continue
		}
		switch n := b.fitting(country); {
		case n > best:
			region, best, second = country, n, best
		case n > second:
			second = n
		}
	}
	if region == "LU" || best*10 < all*9 || second*10 > all*8 || best-second < 4 {
		return "", false
	}
	return b.within(region), true
}

// within is the country that most of the numbers are of, among those that share the
// code of a region: Canada rather than the United States.
func (b *phoneBook) within(region string) string {
	counts := map[string]int{}
	for _, cell := range b.national {
		if number, err := phonenumbers.Parse(cell, region); err == nil {
			counts[countryOf(number)]++
		}
	}
	best := region
	for _, country := range slices.Sorted(maps.Keys(counts)) {
		if counts[country] > counts[best] {
			best = country
		}
	}
	return best
}

// fitting is how many of the numbers without a country code can be of a country. It
// stops counting where more than two in five cannot.
func (b *phoneBook) fitting(region string) int {
	zero := phonenumbers.GetNddPrefixForRegion(region, true) == "0"
	code := phonenumbers.GetCountryCodeForRegion(region)
	n := 0
	for i, cell := range b.national {
		if (i-n)*5 > len(b.national)*2 {
			break
		}
		if zero != leadingZero(cell) && !keepsZero(region) || digitsIn(cell) < shortest {
			continue
		}
		number, err := phonenumbers.Parse(cell, region)
		if err == nil && int(number.GetCountryCode()) == code && phonenumbers.IsValidNumber(number) {
			n++
		}
	}
	return n
}

func digitsIn(cell string) int {
	n := 0
	for _, r := range cell {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// leadingZero reports whether the first digit is 0.
func leadingZero(cell string) bool {
	return strings.HasPrefix(strings.TrimLeft(cell, "( "), "0")
}

// keepsZero reports whether a region is a country whose numbers have a leading 0 of their own, which is dialled
// from abroad too: fixed lines in Italy have it and mobile phones have not.
func keepsZero(region string) bool { return slices.Contains([]string{"IT", "SM", "VA"}, region) }
