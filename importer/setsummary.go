package importer

// SetSummary is what a list of record sets shows of one.
type SetSummary struct {
	// Name is the set as a mapping names it; Many is what people call its records.
	Name, Many string
	// Settable is how many fields can be set, as far as is known.
	Settable int
	// Builtin reports whether it is known what a write to the set does besides.
	Builtin bool
}
