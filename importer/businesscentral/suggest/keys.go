// Package suggest guesses which key was meant by one that finds nothing. It is pure: it knows
// only spellings. Start with Keys.
package suggest

import (
	"regexp"
	"strings"
)

// Max bounds the suggestions for one key.
const Max = 60

// Form is what keys look like.
type Form int

// The forms.
const (
	Code Form = iota // numbers and codes, in capitals
	Email
	Text // names and other texts
)

// Keys returns the keys that may have been meant by one that finds nothing, most likely first:
// what spreadsheets and typing do to keys.
func Keys(form Form, key string) []string {
	v := variants{seen: map[string]bool{strings.ToLower(key): true}}
	switch form {
	case Email:
		v.email(key)
	case Text:
		v.text(key)
	default:
		v.code(strings.ToUpper(key))
	}
	return v.all
}

type variants struct {
	seen map[string]bool
	all  []string
}

func (v *variants) add(key string) {
	if key != "" && !v.seen[strings.ToLower(key)] && len(v.all) < Max {
		v.seen[strings.ToLower(key)] = true
		v.all = append(v.all, key)
	}
}

var numberForm = regexp.MustCompile(`^([^0-9]*)([0-9]+)$`)

// code tries other paddings with zeros, no blanks and dashes, digits for letters, letters
// that are there twice, and swapped neighbours.
func (v *variants) code(key string) {
	v.add(strings.NewReplacer(" ", "", "-", "", ".", "", "_", "").Replace(key))
	if m := numberForm.FindStringSubmatch(key); m != nil {
		digits := strings.TrimLeft(m[2], "0")
		for n := len(digits); n <= min(len(digits)+6, 12); n++ {
			v.add(m[1] + strings.Repeat("0", n-len(digits)) + digits)
		}
	}
	v.add(strings.ReplaceAll(key, "O", "0"))
	v.add(strings.NewReplacer("I", "1", "L", "1").Replace(key))
	v.add(umlauts(key))
	v.swaps(key)
	v.repeated(key)
}

// text tries one blank for several, other dashes, umlauts in both spellings, no double
// letters and swapped neighbours.
func (v *variants) text(key string) {
	v.add(strings.Join(strings.Fields(key), " "))
	v.add(strings.NewReplacer("–", "-", "—", "-").Replace(key))
	v.add(strings.NewReplacer("’", "'", "´", "'", "`", "'").Replace(key))
	v.add(umlauts(key))
	v.add(strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü").Replace(key))
	v.swaps(key)
	v.repeated(key)
}

// umlauts writes letters that a keyboard may lack with two.
func umlauts(key string) string {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "å", "aa", "ø", "oe", "æ", "ae",
		"Ä", "AE", "Ö", "OE", "Ü", "UE", "Å", "AA", "Ø", "OE", "Æ", "AE").Replace(key)
}

// repeated tries a key without a letter that is there twice.
func (v *variants) repeated(key string) {
	for i := 1; i < len(key); i++ {
		if key[i] == key[i-1] && key[i] < 0x80 {
			v.add(key[:i] + key[i+1:])
		}
	}
}

func (v *variants) swaps(key string) {
	for i := 1; i < len(key); i++ {
		if key[i] < 0x80 && key[i-1] < 0x80 {
			v.add(key[:i-1] + string(key[i]) + string(key[i-1]) + key[i+1:])
		}
	}
}

// email tries umlauts in both spellings, other signs between the names, common endings, no
// double letters and swapped neighbours.
func (v *variants) email(key string) {
	key = strings.ToLower(strings.ReplaceAll(key, " ", ""))
	v.add(key)
	local, domain, found := strings.Cut(key, "@")
	if !found {
		return
	}
	v.add(umlauts(key))
	v.add(strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü").Replace(local) + "@" + domain)
	for _, sign := range []string{".", "_", "-", ""} {
		v.add(strings.NewReplacer(".", sign, "_", sign, "-", sign).Replace(local) + "@" + domain)
	}
	if first, last, ok := strings.Cut(local, "."); ok {
		v.add(last + "." + first + "@" + domain)
		v.add(first[:min(1, len(first))] + "." + last + "@" + domain)
	}
	name := domain
	if dot := strings.LastIndexByte(domain, '.'); dot > 0 {
		name = domain[:dot]
	}
	for _, end := range []string{".com", ".de", ".fr", ".es", ".it", ".nl", ".dk", ".se", ".at", ".ch", ".eu", ".org", ".net"} {
		v.add(local + "@" + name + end)
	}
	v.repeated(key)
	v.swaps(key)
}
