package input

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// Stem is an input's name without the endings that tell its format, short enough for what
// a run adds to it.
func Stem(path string) string {
	name := filepath.Base(path)
	if strings.EqualFold(filepath.Ext(name), ".gz") {
		name = name[:len(name)-len(".gz")]
	}
	return shortened(strings.TrimSuffix(name, filepath.Ext(name)))
}

// mostStem leaves room for what a run adds to a name: systems take 255 bytes.
const mostStem = 200

// shortened is a name cut to what leaves room, between two characters.
func shortened(name string) string {
	for len(name) > mostStem {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// MappingsBeside lists the YAML files beside a file, that of its own name first. One
// name is no mapping's.
func MappingsBeside(file, but string) []string {
	own := Stem(file)
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if e.Type().IsRegular() && (ext == ".yaml" || ext == ".yml") && e.Name() != but && len(names) < 50 {
			names = append(names, filepath.Join(filepath.Dir(file), e.Name()))
		}
	}
	slices.SortStableFunc(names, func(a, b string) int {
		first := func(name string) int {
			if Stem(name) == own {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	return names
}
