// Package odata reads and writes the forms of OData that the client needs: filters and
// links, $metadata, the answers of a $batch and texts in JSON. It sends nothing and
// decides nothing about records.
package odata
