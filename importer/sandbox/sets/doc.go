// Package sets describes the sets that the sandbox serves besides contacts, and makes
// their records from a seed: items, customers, the small sets that these refer to, and
// a custom API. It is written from the documented behaviour alone. Start at New.
package sets
