package records

import (
	"fmt"
	"strings"
)

// Setup is how Business Central is set up, where that decides what a write does. Where
// the facts leave two ways open, both can be had. The zero value is the usual one.
type Setup struct {
	// PageOrder applies the properties of a body in the order of the page's controls,
	// not in that of the body.
	PageOrder bool
	// IgnoreReadOnly leaves read-only properties of a body out, which else refuse it.
	IgnoreReadOnly bool
	// NoManualNumbers refuses a new number or code.
	NoManualNumbers bool
	// RoundPrices keeps unit prices to two decimal places, else to five.
	RoundPrices bool
	// KeepAddress is "Req. Country/Reg. Code in Addr.": a new country clears nothing.
	KeepAddress bool
	// CopyToPersons hands what is written to a customer on to the persons of its company
	// too, not only to the company contact.
	CopyToPersons bool
}

// ParseSetup reads names of switches that are on, like page-order,round-prices.
func ParseSetup(text string) (Setup, error) {
	var s Setup
	switches := map[string]*bool{
		"page-order": &s.PageOrder, "ignore-read-only": &s.IgnoreReadOnly, "no-manual-numbers": &s.NoManualNumbers,
		"round-prices": &s.RoundPrices, "keep-address": &s.KeepAddress, "copy-to-persons": &s.CopyToPersons,
	}
	for name := range strings.SplitSeq(text, ",") {
		place := switches[strings.TrimSpace(name)]
		if place == nil {
			return Setup{}, fmt.Errorf("setup: unknown switch %q, known are page-order, ignore-read-only, no-manual-numbers, round-prices, keep-address and copy-to-persons", name)
		}
		*place = true
	}
	return s, nil
}
