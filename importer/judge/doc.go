// Package judge finds what makes a file as a whole look wrong: columns sorted apart from
// the others, names in each other's place, one value for most rows, contradictions. It
// returns suspicions as data and does no I/O.
package judge
