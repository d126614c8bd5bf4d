// Package odata holds the forms of the protocol as the sandbox serves them: entity
// sets with $select and $filter, pages, the bodies of writes and of $batch, and the
// errors that refuse what cannot be read.
//
// Start at EntitySet and View. Nothing here is shared with the client, so that a
// mistake in one cannot hide in the other.
package odata
