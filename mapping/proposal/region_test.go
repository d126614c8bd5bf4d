package proposal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// drawn is a number of a country as people there write it.
func drawn(t *testing.T, r *rand.Rand, region, beginning string) string {
	t.Helper()
	for range 100_000 {
		digits := beginning
		for length := 7 + r.IntN(5); len(digits) < length; {
			digits += fmt.Sprint(r.IntN(10))
		}
		number, err := phonenumbers.Parse(fmt.Sprintf("+%d%s", phonenumbers.GetCountryCodeForRegion(region), digits), "")
		if err == nil && phonenumbers.IsValidNumberForRegion(number, region) {
			return phonenumbers.Format(number, phonenumbers.NATIONAL)
		}
	}
	t.Fatalf("%s has no number that begins with %q", region, beginning)
	return ""
}

// contacts are those of customers.
func contacts() *entity.Entity {
	set, _ := profile.Find(entity.CustomerContacts)
	return &set
}

func regionOf(cells ...string) (string, bool) {
	var b phoneBook
	for _, cell := range cells {
		b.add(cell)
	}
	return b.region()
}

// repeated is n numbers of one form, which has one verb.
func repeated(n int, format string) []string {
	var cells []string
	for i := range n {
		cells = append(cells, fmt.Sprintf(format, i))
	}
	return cells
}

func join(lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func TestRegion_TheNumbersBearOutTheirCountry(t *testing.T) {
	t.Parallel()
	dortmund, vienna := repeated(40, "0231 4567%02d"), repeated(40, "01 53126%02d")
	for name, c := range map[string]struct {
		cells  []string
		region string
	}{
		"all with a code":                 {repeated(20, "+49 30 231258%02d"), "DE"},
		"all with 00":                     {repeated(20, "0049 30 231258%02d"), "DE"},
		"a zero in brackets":              {repeated(20, "+49 (0)30 231258%02d"), "DE"},
		"some with a code":                {join(repeated(3, "+49 231 4567%02d"), dortmund), "DE"},
		"Vienna, some with a code":        {join(repeated(3, "+43 1 53126%02d"), vienna), "AT"},
		"Zurich":                          {join(repeated(4, "+41 44 668 18 %02d"), repeated(30, "044 668 17 %02d")), "CH"},
		"Copenhagen":                      {join(repeated(4, "+45 33 12 34 %02d"), repeated(30, "33 12 45 %02d")), "DK"},
		"Oslo":                            {join(repeated(4, "+47 22 12 34 %02d"), repeated(30, "22 12 45 %02d")), "NO"},
		"Rome":                            {join(repeated(4, "+39 06 5550 12%02d"), repeated(30, "06 5551 12%02d")), "IT"},
		"one in ten from elsewhere":       {join(repeated(9, "+49 231 4567%02d"), []string{"+43 1 5312600"}, dortmund), "DE"},
		"Canada":                          {repeated(20, "+1 416 234 56%02d"), "CA"},
		"blanks that nobody sees":         {join(repeated(3, "\u00a0+49 231 4567%02d\u200b"), dortmund), "DE"},
		"mistyped once":                   {join(repeated(3, "+49 231 4567%02d"), dortmund, []string{"0231"}), "DE"},
		"a number of the world is no +49": {join([]string{"+800 1234 5678"}, repeated(5, "+49 231 4567%02d")), "DE"},
	} {
		if region, sure := regionOf(c.cells...); region != c.region || !sure {
			t.Errorf("%s: %q, sure: %v", name, region, sure)
		}
	}
}

func TestRegion_IsNotSureWhereNumbersMayBeOfSeveralCountries(t *testing.T) {
	t.Parallel()
	for name, cells := range map[string][]string{
		"none":                                {},
		"one city":                            repeated(40, "021 312 45 %02d"),
		"eight digits":                        repeated(40, "21 12 45 %02d"),
		"few":                                 {"0231 456712", "030 23125867", "0171 2345678"},
		"one with a code":                     join([]string{"+49 30 23125867"}, repeated(20, "021 312 45 %02d")),
		"two countries":                       join(repeated(10, "+49 30 231258%02d"), repeated(10, "+43 1 53126%02d")),
		"codes of another country":            join(repeated(5, "+45 33 12 34 %02d"), repeated(20, "0231 4567%02d")),
		"zeros that a spreadsheet took":       join(repeated(5, "+49 231 4567%02d"), repeated(30, "2315678%02d")),
		"codes whose + a spreadsheet took":    repeated(30, "49302312%04d"),
		"extensions of one house":             repeated(30, "1%04d"),
		"numbers that are of no country":      repeated(30, "0000 00000%02d"),
		"free numbers of the world":           repeated(30, "+800 1234 56%02d"),
		"a code that no country has":          repeated(30, "+999 1234 56%02d"),
		"one number, on every line":           repeated(1, "+49 231 4567%02d"),
		"half of them mistyped, without code": join(repeated(10, "0231 4567%02d"), repeated(10, "0231%02d")),
	} {
		if region, sure := regionOf(cells...); sure {
			t.Errorf("%s: sure of %q", name, region)
		}
	}
}

// TestRegion_IsNeverSureOfAnotherCountry draws lists of many countries, from all of the
// country and from one place, one number in twenty mistyped.
func TestRegion_IsNeverSureOfAnotherCountry(t *testing.T) {
	t.Parallel()
	found := map[bool]int{}
	r := rand.New(rand.NewPCG(7, 11))
	regions := strings.Fields("DE AT CH DK SE NO FR IT ES NL PL GB US BE FI CZ")
	for _, region := range regions {
		local := phonenumbers.GetNationalSignificantNumber(phonenumbers.GetExampleNumberForType(region, phonenumbers.FIXED_LINE))[:3]
		for _, beginning := range []string{"", local} {
			var cells []string
			for range 30 {
				cell := drawn(t, r, region, beginning)
				if r.IntN(20) == 0 {
					cell = cell[:len(cell)-1]
				}
				cells = append(cells, cell)
			}
			for _, n := range []int{10, 30} {
				got, sure := regionOf(cells[:n]...)
				if sure && got != region {
					t.Errorf("%s taken for %s: %q", region, got, cells[:n])
				}
				found[sure]++
			}
		}
	}
	if found[true] < len(regions)/2 {
		t.Errorf("sure of %d lists, not of %d", found[true], found[false])
	}
	t.Logf("sure of %d lists, not of %d", found[true], found[false])
}

// TestYAML_ProposesPhoneWhereTheCountryIsSure: the mapping takes the file's numbers; what
// is not sure stays a comment.
func TestYAML_ProposesPhoneWhereTheCountryIsSure(t *testing.T) {
	t.Parallel()
	for _, sure := range []bool{true, false} {
		cells := repeated(12, "0231 4567%02d")
		if sure {
			cells = join(repeated(3, "+49 30 231258%02d"), cells)
		}
		i := -1
		p := Make([]string{"Kontaktnr.", "Telefon"}, func() ([]string, []bool, bool) {
			if i++; i == len(cells) {
				return nil, nil, false
			}
			return []string{fmt.Sprintf("CT%06d", i), cells[i]}, nil, true
		}, "", contacts())
		m, err := mapping.Parse("m.yaml", p.YAML(Dialect{}))
		if err != nil {
			t.Fatal(err)
		}
		if f := m.Fields[0]; (len(f.Transform) == 1 && f.Transform[0] == mapping.TransformPhone && f.Region == "DE") != sure {
			t.Errorf("sure: %v, transform %v, region %q", sure, f.Transform, f.Region)
		}
		b, err := m.Bind([]string{"Kontaktnr.", "Telefon"})
		if err != nil {
			t.Fatal(err)
		}
		edit, wrong := b.Apply([]string{"CT000001", "0231 456712"})
		if want := map[bool]string{true: "+49 231 456712", false: "0231 456712"}[sure]; len(wrong) > 0 || edit.Values[0].Text != want {
			t.Errorf("%v: %v, want %q", edit.Values, wrong, want)
		}
	}
}
