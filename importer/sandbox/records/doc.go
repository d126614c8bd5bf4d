// Package records keeps the typed records of the sandbox: sets described by a Schema,
// with numbers, dates, choices and references, that are read as JSON and written by
// the rules of their pages. It knows no set by name; package sets describes them. It
// locks nothing: the sandbox holds one lock over all it keeps. Start at NewTable.
package records
