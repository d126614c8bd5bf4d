// Package lines makes text for a terminal and for tables: without characters that
// steer the one or spoil the other, wrapped to a width, and shortened so that what
// matters of it stays. Everything in it is pure. Start with Visible, Wrap and Shorten.
package lines
