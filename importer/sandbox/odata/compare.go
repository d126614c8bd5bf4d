package odata

import (
	"cmp"
	"math/big"
	"strings"
)

// compare orders two values of a type as cmp.Compare does. Dates and times are as texts what
// they are in time.
func (k Kind) compare(a, b string) int {
	if k == EdmDecimal || k == EdmInt32 {
		x, isNumber := new(big.Rat).SetString(a)
		y, isAlso := new(big.Rat).SetString(b)
		if isNumber && isAlso {
			return x.Cmp(y)
		}
	}
	return cmp.Compare(a, b)
}

// ordered returns what an operator asks of a comparison; nil for none.
func ordered(operator string) func(order int) bool {
	switch operator {
	case "ne":
		return func(order int) bool { return order != 0 }
	case "gt":
		return func(order int) bool { return order > 0 }
	case "ge":
		return func(order int) bool { return order >= 0 }
	case "lt":
		return func(order int) bool { return order < 0 }
	case "le":
		return func(order int) bool { return order <= 0 }
	}
	return nil
}

// textTest returns a function of filters by its name; nil for none.
func textTest(name string) func(held, text string) bool {
	switch name {
	case "startswith":
		return strings.HasPrefix
	case "endswith":
		return strings.HasSuffix
	case "contains":
		return strings.Contains
	}
	return nil
}
