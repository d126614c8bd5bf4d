package batching

// Result is how the server took a request for several records.
type Result int

const (
	Served      Result = iota // it was answered, or the records' answers hold the fault
	Slow                      // it took too long: the next requests are smaller
	TooMuch                   // it was refused for its size or for one of its records
	Unsupported               // the server does not accept such requests
	Malformed                 // a success with an unusable answer, which changed nothing
)
