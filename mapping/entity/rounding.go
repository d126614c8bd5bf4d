package entity

import (
	"math/big"
	"strings"
)

// Rounds reports whether the service may hold one canonical text because it was sent
// another: a number with fewer decimals that is as near as those allow.
func (f Field) Rounds(sent, held string) bool {
	kept := decimalsOf(held)
	if f.Type != Number || kept >= decimalsOf(sent) {
		return false
	}
	from, ok := new(big.Rat).SetString(sent)
	to, known := new(big.Rat).SetString(comparableNumber(held))
	if !ok || !known {
		return false
	}
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(kept)), nil))
	off := from.Sub(from, to)
	return off.Abs(off).Cmp(unit.Mul(unit, big.NewRat(1, 2))) <= 0
}

func decimalsOf(number string) int {
	_, decimals, _ := strings.Cut(number, ".")
	return len(decimals)
}
