// Package tables keeps the tables of screens while people look at them, and shows parts of
// them by addresses: sorted, filtered and page by page. Start with Registry.
package tables
