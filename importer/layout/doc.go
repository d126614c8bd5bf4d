// Package layout tells the rows of a table that are no records from those that are:
// totals, headings of groups, repeated headers, drawn lines and notes below the table.
package layout
