package cli

import (
	"slices"
	"strings"

	"bcimport/importer"
)

func codeWords() string {
	var words []string
	for _, c := range importer.Codes() {
		words = append(words, string(c))
	}
	return strings.Join(words, ", ")
}

func parseCodes(words []string) ([]importer.Code, error) {
	var codes []importer.Code
	for _, w := range words {
		c := importer.Code(w)
		if !slices.Contains(importer.Codes(), c) {
			return nil, importer.Invalidf("--accept %q is no code of a suspicion", w).Hintf("the codes are %s", codeWords())
		}
		if !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes, nil
}
