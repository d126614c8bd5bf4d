// Package texts knows what of a text nobody sees, and what spreadsheets and mail programs put
// around one. It needs nothing of a mapping.
package texts
