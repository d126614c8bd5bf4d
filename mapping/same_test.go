package mapping

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"bcimport/mapping/texts"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSame_WhatNobodySeesIsNoDifference(t *testing.T) {
	t.Parallel()
	for _, same := range [][3]string{
		{"lastName", "Groß", "Groß "}, {"lastName", "Groß", "\u00a0Groß"}, {"lastName", "Groß", "\u200bGroß\ufeff"}, {"lastName", "van der Berg", "van  der Berg"},
		{"lastName", "van der Berg", "van\u00a0der\u202fBerg"}, {"lastName", "Müller", "Mu\u0308ller"}, {"lastName", "Ångström", "A\u030angstro\u0308m"}, {"professionalTitle", "Leiter Einkauf", "Leiter\nEinkauf"},
		{"professionalTitle", "a b", " a\t b\r\n"}, {"lastName", "Donau\u00addampf", "Donaudampf"}, {"email", "a@b.de", " a@b.de\u200b"}, {"lastName", "", "\u00a0"}, {"lastName", "Le\u2009Goff", "Le Goff"},
		{"primaryPhoneNumber", "030 23125867", "+49 30 23125867"}, {"primaryPhoneNumber", "0049 (0)30-231 258 67", "+49 30 23125867"}, {"primaryPhoneNumber", "+49 (0) 30 / 231 258 67", "+493023125867"},
		{"primaryPhoneNumber", "030 23125867", "(030) 231-25867"}, {"primaryPhoneNumber", "01 99 00 24 07", "+33 1 99 00 24 07"}, {"primaryPhoneNumber", "079 460 12 34", "+41 79 460 12 34"},
		{"primaryPhoneNumber", "32 00 00 38", "+45 32000038"}, {"primaryPhoneNumber", "08-465 004 82", "+46 8 465 004 82"}, {"primaryPhoneNumber", "22 12 34 56", "+47 22123456"}, {"primaryPhoneNumber", "06 5550 1234", "+39 06 5550 1234"},
		{"primaryPhoneNumber", "612 345 678", "+34 612 34 56 78"}, {"primaryPhoneNumber", "020 1234567", "+31 20 123 4567"}, {"primaryPhoneNumber", "22 123 45 67", "+48 22 1234567"}, {"primaryPhoneNumber", "020 7946 0123", "+44 20 7946 0123"},
		{"primaryPhoneNumber", "(206) 555-0100", "+1 206 555 0100"}, {"primaryPhoneNumber", "1 206 555 0100", "+1 206-555-0100"}, {"primaryPhoneNumber", "0662 123456", "+43 662 123456"}, {"primaryPhoneNumber", "030\u202f23125867", "+49 30 23125867"},
	} {
		if !Same(contacts().Find(same[0]), same[1], same[2]) || !Same(contacts().Find(same[0]), same[2], same[1]) {
			t.Errorf("%s: %q is not %q", same[0], same[1], same[2])
		}
	}
	for _, other := range [][3]string{
		{"lastName", "Gross", "Groß"}, {"lastName", "groß", "Groß"}, {"lastName", "vander Berg", "van der Berg"}, {"lastName", "Muller", "Müller"}, {"lastName", "Meyer-Groß", "Meyer Groß"}, {"lastName", "O'Brien", "O’Brien"},
		{"lastName", "می\u200cخواهم", "میخواهم"}, {"email", "a@b.de", "A@b.de"}, {"email", "a b@c.de", "ab@c.de"}, {"lastName", "", "x"}, {"professionalTitle", "①", "1"}, {"professionalTitle", "030 1", "0301"},
		{"primaryPhoneNumber", "030 23125868", "+49 30 23125867"}, {"primaryPhoneNumber", "3023125867", "+49 30 23125867"}, {"primaryPhoneNumber", "493023125867", "+49 30 23125867"}, {"primaryPhoneNumber", "3023125867", "030 23125867"},
		{"primaryPhoneNumber", "030 23125867", "+43 30 23125867x"}, {"primaryPhoneNumber", "+43 30 23125867", "+49 30 23125867"}, {"primaryPhoneNumber", "030 23125867-12", "030 23125867"}, {"primaryPhoneNumber", "+49 30 23125867-12", "+49 30 23125867"},
		{"primaryPhoneNumber", "0049 30 1234567", "030 7654321"}, {"primaryPhoneNumber", "", "+49 30 1"}, {"primaryPhoneNumber", "4532000038", "+45 32 00 00 38"}, {"primaryPhoneNumber", "23125867", "+49 30 23125867"}, {"primaryPhoneNumber", "6 5550 1234", "+39 06 5550 1234"},
	} {
		if Same(contacts().Find(other[0]), other[1], other[2]) || Same(contacts().Find(other[0]), other[2], other[1]) {
			t.Errorf("%s: %q is taken for %q", other[0], other[1], other[2])
		}
	}
}

// TestSame_PhonesAreComparedAsNumbers: numbers of many countries, written in every way
// that their country knows, are themselves and no others.
func TestSame_PhonesAreComparedAsNumbers(t *testing.T) {
	t.Parallel()
	regions := []string{"DE", "AT", "CH", "DK", "SE", "NO", "FR", "IT", "ES", "NL", "PL", "GB", "US", "BE", "FI", "CZ", "PT"}
	rapid.Check(t, func(t *rapid.T) {
		region := rapid.SampledFrom(regions).Draw(t, "region")
		number := phonenumbers.GetExampleNumberForType(region, rapid.SampledFrom([]phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE}).Draw(t, "type"))
		world := phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
		for _, written := range []string{
			phonenumbers.Format(number, phonenumbers.NATIONAL), phonenumbers.Format(number, phonenumbers.E164),
			"00" + world[1:], strings.ReplaceAll(world, " ", "-"), strings.ReplaceAll(world, " ", "\u00a0"),
		} {
			if !Same(contacts().Find("primaryPhoneNumber"), written, world) || !Same(contacts().Find("primaryPhoneNumber"), world, written) {
				t.Fatalf("%s: %q is not %q", region, written, world)
			}
			digits := []byte(written)
			for i := len(digits) - 1; i >= 0; i-- {
				if digits[i] >= '0' && digits[i] <= '9' {
					digits[i] = '0' + (digits[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
					break
				}
			}
			if Same(contacts().Find("primaryPhoneNumber"), string(digits), world) {
				t.Fatalf("%s: %q is taken for %q", region, digits, world)
			}
		}
	})
}

func TestSame_IsSymmetricAndTidyIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		signs := rapid.SampledFrom([]rune("aÄ\u0308 \u00a0\u200b\u202f\n\t-+0129ß\u00ad\u200d"))
		a, b := rapid.StringOf(signs).Draw(t, "a"), rapid.StringOf(signs).Draw(t, "b")
		field := rapid.SampledFrom(contacts().Settable()).Draw(t, "field")
		if Same(contacts().Find(field), a, b) != Same(contacts().Find(field), b, a) || !Same(contacts().Find(field), a, a) {
			t.Fatalf("%q and %q", a, b)
		}
		neat := texts.Tidy(a)
		if texts.Tidy(neat) != neat || !Same(contacts().Find("lastName"), a, neat) {
			t.Fatalf("%q is tidied to %q, and that to %q", a, neat, texts.Tidy(neat))
		}
		if strings.Map(lettersOnly, neat) != strings.Map(lettersOnly, a) {
			t.Fatalf("%q loses letters: %q", a, neat)
		}
		if !Same(contacts().Find("lastName"), norm.NFD.String(a), a) {
			t.Fatalf("%q taken apart is another", a)
		}
	})
}

func lettersOnly(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}

// TestApply_TidiesUnlessToldNotTo: line feeds stay, and the joiners that scripts need.
func TestApply_TidiesUnlessToldNotTo(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		" a  b\u00a0": "a b", "a\u202fb": "a b", "a\u200bb": "ab", "می\u200cخواهم": "می\u200cخواهم", "a \n b": "a \n b", "a\tb": "a b", "\ufeffa": "a", "👩\u200d🔬": "👩\u200d🔬", "a\u00adb": "ab", "a b": "a b",
	} {
		if got := applied(t, "professionalTitle", ", accept_damaged: true", cell); got != fmt.Sprintf("%q", want) {
			t.Errorf("%q: %s, want %q", cell, got, want)
		}
		if got := applied(t, "professionalTitle", ", accept_damaged: true, transform: []", cell); got != fmt.Sprintf("%q", cell) {
			t.Errorf("%q as it is: %s", cell, got)
		}
	}
	if got := applied(t, "lastName", "", "JosÃ\u00a0"); got != `"JosÃ"` && got != CodeEncoding {
		t.Errorf("a letter of two signs: %s", got)
	}
}

func TestEdit_SplitNameIsTheOneThatTheRecordHolds(t *testing.T) {
	t.Parallel()
	for split, cases := range map[string]map[[3]string]bool{ // cell, first, last
		`firstName: {column: N, split: {at: " ", part: 1}}, lastName: {column: N, split: {at: " ", part: -1}}`: {
			{"Anna Berg", "Anna", "Berg"}: true, {"Anna Maria Berg", "Anna Maria", "Berg"}: true, {"Anna Maria Berg", "Anna", "Maria Berg"}: true, {"Anna  Berg ", "Anna", "Berg"}: true,
			{"Anna Berg", "Berg", "Anna"}: false, {"Anna Berg", "Anna", "Meyer"}: false, {"Anna Berg", "", ""}: false, {"Anna Berg", "Anna", "Berge"}: false, {"Jan van der Berg", "Jan", "van der Berg"}: true, {"", "Anna", "Berg"}: false,
		},
		`firstName: {column: N, split: {at: ",", part: 2}}, lastName: {column: N, split: {at: ",", part: 1}}`: {
			{"Berg, Anna", "Anna", "Berg"}: true, {"van der Berg, Jan", "Jan van", "der Berg"}: true, {"Berg, Anna", "Anne", "Berg"}: false,
		},
		`firstName: N, lastName: {column: N, split: {at: " ", part: -1}}`: {{"Anna Berg", "Anna", "Berg"}: false},
	} {
		b := bound(t, "version: 1\nkey: {column: K}\nfields: {"+split+"}\n", "K", "N")
		for c, want := range cases {
			edit, _ := b.Apply([]string{"1", c[0]})
			if got := edit.SameName("firstName", "lastName", c[1], c[2]); got != want {
				t.Errorf("%q where the record has %q, %q: %v", c[0], c[1], c[2], got)
			}
		}
	}
}

func BenchmarkSame(b *testing.B) {
	for b.Loop() {
		Same(contacts().Find("lastName"), "Meyer", "Meier")
		Same(contacts().Find("professionalTitle"), "Geschäftsführer", "Geschäftsführerin")
		Same(contacts().Find("primaryPhoneNumber"), "+49 30 23125867", "+49 30 23125867")
	}
}
