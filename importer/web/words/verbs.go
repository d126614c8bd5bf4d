package words

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])`)

// Verbs lists what a text takes of its arguments, each as 1s or 2d, in the order of the
// arguments and each once.
func Verbs(text string) []string {
	var found []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		found = append(found, fmt.Sprint(next, m[2]))
		next++
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// counted returns which argument of a text is its first number.
func counted(text string) int {
	for _, v := range Verbs(text) {
		if v[len(v)-1] == 'd' {
			n, _ := strconv.Atoi(v[:len(v)-1])
			return n
		}
	}
	return 1
}
