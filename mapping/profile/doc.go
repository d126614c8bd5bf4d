// Package profile holds what this program knows of record sets of Business Central
// besides their $metadata: what a field is for, which fields cannot be set and why, what
// a write does besides, and what the columns of files are called. It is data, one file a
// set, each statement with its source; it asks no service and guesses nothing. Start at
// Find and Complete.
package profile
