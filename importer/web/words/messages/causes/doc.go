// Package causes has, by the English text, what the program says of errors and what to do about
// them, in the languages of the page.
package causes
