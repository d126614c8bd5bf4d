package metadata

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bcimport/mapping/phrase"
)

// tongue are the bits of an LCID that are the language without its country.
const tongue = 1<<10 - 1

// tongues are the languages in which Business Central is sold, with the LCIDs that Windows
// gives them in their first country (docs: about/about-localization.md).
func tongues() []struct {
	tag  string
	lcid int
} {
	return []struct {
		tag  string
		lcid int
	}{
		{"en", 1033}, {"bg", 1026}, {"ca", 1027}, {"cs", 1029}, {"da", 1030}, {"de", 1031}, {"el", 1032}, {"es", 1034}, {"et", 1061}, {"fi", 1035}, {"fr", 1036},
		{"hr", 1050}, {"hu", 1038}, {"is", 1039}, {"it", 1040}, {"ja", 1041}, {"ko", 1042}, {"lt", 1063}, {"lv", 1062}, {"nb", 1044}, {"nl", 1043}, {"no", 1044},
		{"pl", 1045}, {"pt", 1046}, {"ro", 1048}, {"ru", 1049}, {"sk", 1051}, {"sl", 1060}, {"sv", 1053}, {"th", 1054}, {"tr", 1055}, {"uk", 1058}, {"zh", 2052},
	}
}

// Language returns the LCID of a language that is named by its code, such as de, or by its
// LCID; 0 for none. A country after the code is not judged: de-CH is de.
func Language(name string) (lcid int, err error) {
	if name == "" {
		return 0, nil
	}
	if n, err := strconv.Atoi(name); err == nil && n > 0 && n <= 0xFFFF {
		return n, nil
	}
	tag, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(name, "_", "-")), "-")
	for _, t := range tongues() {
		if t.tag == tag {
			return t.lcid, nil
		}
	}
	return 0, fmt.Errorf("%q is no language, such as de, da, en or 1031", name)
}

// Languages returns the languages of the captions as LCIDs, each once, in ascending order.
func (c *Captions) Languages() []int {
	var all []int
	for _, entries := range []map[string]*definition{c.bySet, c.byName} {
		for _, d := range entries {
			for _, parts := range []map[string][]caption{d.properties, d.members} {
				for _, captions := range parts {
					for _, one := range captions {
						all = append(all, one.language)
					}
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Speaks reports whether a language, of whatever country, is among others.
func Speaks(languages []int, lcid int) bool {
	return slices.ContainsFunc(languages, func(other int) bool { return other&tongue == lcid&tongue })
}

// LanguagesHint says which languages there are.
func LanguagesHint(languages []int) phrase.Phrase {
	var names []string
	for _, t := range tongues() {
		if Speaks(languages, t.lcid) && (t.tag != "no" || !slices.Contains(names, "nb")) {
			names = append(names, t.tag)
		}
	}
	if len(names) == 0 {
		return phrase.New("leave the captions out: the service sends none")
	}
	return phrase.New("it has them in: %s", strings.Join(names, ", "))
}
