package businesscentral

import (
	"strings"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
)

// Codes of dynamics-error-codes.md for which no source tells the status: they
// say nothing about the contact.
const (
	companyNotFound   = "Internal_CompanyNotFound"
	tenantUnavailable = "Internal_TenantUnavailable"
)

// readEnd is the end of a read that is no success, by status and code together.
func readEnd(status int, code string) importer.End {
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

// writeEnd is the end of a conditional update that is no success, by status and
// code together.
//
// A stale eTag is 409 with Request_EntityChanged, and 412 is taken as the same; a
// 409 with another code is a lock, and the eTag is still good
// (business-central.md, §2 and §8). A 409 without a code is not Business
// Central's own answer and tells nothing.
func writeEnd(status int, code string) importer.End {
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
