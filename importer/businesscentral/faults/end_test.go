package faults

import (
	"testing"

	"bcimport/importer"
)

func TestEnds_ByStatusAndCode(t *testing.T) {
	t.Parallel()
	const lost, notDone, missing, stale, refused = importer.Lost, importer.NotDone, importer.Missing, importer.Stale, importer.Refused
	tests := []struct {
		status      int
		code        string
		read, write importer.Disposition
	}{
		{204, "http_204", lost, lost},
		{301, "http_301", lost, lost},
		{307, "http_307", lost, lost},
		{400, "BadRequest_InvalidToken", refused, refused},
		{400, "Application_DialogException", refused, refused},
		{400, "Internal_TenantUnavailable", lost, lost},
		{400, "Internal_CompanyNotFound", notDone, notDone},
		{403, "Internal_ServerError", refused, refused},
		{404, "BadRequest_ResourceNotFound", missing, missing},
		{404, "http_404", missing, missing},
		{404, "Internal_CompanyNotFound", notDone, notDone},
		{405, "BadRequest_MethodNotAllowed", refused, refused},
		{408, "http_408", lost, lost},
		{409, "Request_EntityChanged", lost, stale},
		{409, "Internal_ServerError", lost, notDone},
		{409, "http_409", lost, lost},
		{412, "http_412", refused, stale},
		{413, "http_413", refused, refused},
		{429, "http_429", notDone, notDone},
		{500, "Internal_ServerError", lost, lost},
		{501, "BadRequest_MethodNotImplemented", refused, refused},
		{502, "http_502", lost, lost},
		{503, "Application_ServiceUnavailable", lost, lost},
		{504, "http_504", lost, lost},
		{599, "http_599", lost, lost},
	}
	for _, tt := range tests {
		if got := ReadEnd(tt.status, tt.code); got != tt.read {
			t.Errorf("read %d %s: %d, want %d", tt.status, tt.code, got, tt.read)
		}
		if got := WriteEnd(tt.status, tt.code); got != tt.write {
			t.Errorf("write %d %s: %d, want %d", tt.status, tt.code, got, tt.write)
		}
	}
}
