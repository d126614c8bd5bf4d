package faults

import (
	"strings"

	"bcimport/importer"
)

// Codes of dynamics-error-codes.md whose status no source documents. They say nothing about
// the record.
const (
	CompanyNotFound   = "Internal_CompanyNotFound"
	TenantUnavailable = "Internal_TenantUnavailable"
)

// ReadEnd returns the end of a failed read, by status and code together.
func ReadEnd(status int, code string) importer.Disposition {
	switch {
	case status == 429, code == CompanyNotFound:
		return importer.NotDone
	case Unclear(status), status/100 == 2, status == 409, code == TenantUnavailable:
		return importer.Lost
	case status == 404:
		return importer.Missing
	}
	return importer.Refused
}

// WriteEnd returns the end of a failed conditional update, by status and code together.
//
// A stale eTag is 409 with Request_EntityChanged, or 412. A 409 with another code is a lock,
// and the eTag is still valid; Microsoft Learn's page dynamics-error-codes lists the codes. A
// 409 without a code does not come from Business Central itself and says nothing.
func WriteEnd(status int, code string) importer.Disposition {
	switch {
	case status == 429, code == CompanyNotFound:
		return importer.NotDone
	case Unclear(status), status/100 == 2, code == TenantUnavailable:
		return importer.Lost
	case status == 412, status == 409 && code == "Request_EntityChanged":
		return importer.Stale
	case status == 409 && strings.HasPrefix(code, NoCode):
		return importer.Lost
	case status == 409:
		return importer.NotDone
	case status == 404:
		return importer.Missing
	}
	return importer.Refused
}
