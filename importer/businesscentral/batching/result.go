package batching

// Result is how the server took a request about several contacts.
type Result int

const (
	Served      Result = iota // answered, or the answers hold the fault
	Slow                      // it took too long: the next ones are made smaller
	TooMuch                   // not taken for its size, or for one of its parts
	Unsupported               // the server does not take such requests
	Malformed                 // a success that can't be used; it changed nothing
)
