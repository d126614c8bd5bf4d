// Package odata encodes and decodes what the client needs of OData: filters and links,
// the answers of a $batch, and JSON. It sends nothing and decides nothing about
// records.
package odata
