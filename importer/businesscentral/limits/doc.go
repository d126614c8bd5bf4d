// Package limits keeps requests within the limits of each application user: so many in
// any span, so many at once, and none while the server asks to wait. It sends nothing
// itself: a caller takes a Ticket from a Pool and gives it back with the Result of its
// request. What decides is arithmetic that takes the time as an argument; only the
// Acquire methods wait. Start with Pool.
package limits
