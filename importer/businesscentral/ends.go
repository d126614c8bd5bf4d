package businesscentral

import (
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// Codes of dynamics-error-codes.md whose status no source documents. They say nothing about
// the contact.
const (
	companyNotFound   = "Internal_CompanyNotFound"
	tenantUnavailable = "Internal_TenantUnavailable"
)

// readEnd returns the end of a failed read, by status and code together.
func readEnd(status int, code string) importer.Disposition {
	switch {
	case status == 429, code == companyNotFound:
		return importer.NotDone
	case faults.Unclear(status), status/100 == 2, status == 409, code == tenantUnavailable:
		return importer.Lost
	case status == 404:
		return importer.Missing
	}
	return importer.Refused
}

// writeEnd returns the end of a failed conditional update, by status and code together.
//
// A stale eTag is 409 with Request_EntityChanged, or 412. A 409 with another code is a lock,
// and the eTag is still valid; Microsoft Learn's page dynamics-error-codes lists the codes. A
// 409 without a code does not come from Business Central itself and says nothing.
func writeEnd(status int, code string) importer.Disposition {
	switch {
	case status == 429, code == companyNotFound:
		return importer.NotDone
	case faults.Unclear(status), status/100 == 2, code == tenantUnavailable:
		return importer.Lost
	case status == 412, status == 409 && code == "Request_EntityChanged":
		return importer.Stale
	case status == 409 && strings.HasPrefix(code, faults.NoCode):
		return importer.Lost
	case status == 409:
		return importer.NotDone
	case status == 404:
		return importer.Missing
	}
	return importer.Refused
}
