// Package fill puts the rows of a check, and the changes of a plan, into tables.
package fill
