package input

// OptionError is a value that an option does not take.
type OptionError struct {
	Option string // its name, as max_failures
	Words  string // what is wrong with its value, which they quote
}

func (e *OptionError) Error() string { return e.Option + " " + e.Words }
